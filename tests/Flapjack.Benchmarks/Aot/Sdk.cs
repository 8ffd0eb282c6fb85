// Compiled ahead of time for row 7: the client's first typed response, and nothing else. Usage: <base address> <key> <agent>.
using Flapjack.Sdk;

using var client = new FlapjackClient(new FlapjackClientOptions { ApiKey = args[1], BaseAddress = new(args[0]) });
return (await client.GetAgentAsync(args[2])).Id == args[2] ? 0 : 1;
