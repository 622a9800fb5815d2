"""The gateway: NGINX configuration, and how it is rendered."""
