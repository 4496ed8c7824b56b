import finish_update

update = finish_update.run()
del finish_update  # sole.run forgets the rest of it

import sole.run  # noqa: E402 - only now is it whole

sole.run.main(update)
