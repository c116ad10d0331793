# Refusals speak English in the rules themselves.
refusal-access-not-allowed = This account has no right to do that.
refusal-access-not-allowed-remedy = Ask somebody who has, or sign in with another account.
