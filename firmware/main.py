import sole.app

sole.app.main()
