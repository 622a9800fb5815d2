"""What the services stand on: PostgreSQL, RabbitMQ, NGINX, the mail catcher, the built SPA, and every login."""
