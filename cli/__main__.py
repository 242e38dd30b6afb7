"""`python -m eligibility_cli` is the `eligibility` command."""

from eligibility_cli.main import main

if __name__ == "__main__":
    main()
