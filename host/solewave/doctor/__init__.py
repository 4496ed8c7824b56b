"""`solewave doctor`: what is wrong between this computer and a massager that plays."""
