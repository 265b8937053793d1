"""What tests of several rooms share: a sound server, a display and a bad network of their own."""
