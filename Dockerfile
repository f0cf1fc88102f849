# The built page behind a static web server: docker build -t pagerace . && docker run -p 8080:80 pagerace
FROM node:22-slim AS build
WORKDIR /pagerace
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build

FROM nginx:alpine
COPY --from=build /pagerace/dist /usr/share/nginx/html
