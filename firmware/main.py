import finish_update

update = finish_update.run()

import sole.app  # noqa: E402 - only now is it whole

sole.app.main(update)
