"""The system in containers: what the compose file needs beside the images."""
