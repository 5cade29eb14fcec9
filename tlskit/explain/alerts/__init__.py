"""What an alert says of the connection that it ended, by situation."""
