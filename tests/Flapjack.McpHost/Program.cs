// An MCP server as an MCP client starts one: the address and the key are in the environment, and the two talk over the standard input and output.
using Flapjack.Sdk;
using Flapjack.Sdk.Mcp;

using var flapjack = new FlapjackClient(new FlapjackClientOptions());
await FlapjackMcpServer.RunOverStdioAsync(flapjack, new() { AgentId = args.ElementAtOrDefault(0) });
