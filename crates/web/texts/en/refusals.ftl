# Refusals speak English in the rules themselves.
refusal-access-last-way-in = Nothing else opens this account
refusal-access-last-way-in-remedy = Set a password, add a passkey or link another account first.
refusal-access-second-factor-needed = This account sees the data of others, so it is never without a second step
refusal-access-second-factor-needed-remedy = Set up another phone or add a passkey in its place.
refusal-access-not-allowed = This account has no right to do that.
refusal-access-not-allowed-remedy = Ask somebody who has, or sign in with another account.
