"""`solewave update`: the files of the firmware that changed, brought whole or not at all."""
