using System.CommandLine;
using Flapjack.Cli.Calls;
using Flapjack.Cli.Serving;
using Flapjack.Cli.Terminal;
using Flapjack.Sdk.Mcp;
using Microsoft.Extensions.Logging;

namespace Flapjack.Cli.Commands;

/// <summary>Offers computers to an MCP client, which starts the tool and talks to it over its standard input and output.</summary>
internal sealed class McpCommand : ToolCommand
{
    private readonly ToolContext _context;
    private readonly Option<string?> _agent = new("--agent")
    {
        Description = "The only agent whose computer is offered; default all agents of the organization.",
        HelpName = "AGENT",
    };

    private readonly Option<bool> _noCreate = new("--no-create") { Description = "Do not offer to create computers." };

    public McpCommand(ToolContext context)
        : base(
            "mcp",
            "Offers computers to an MCP client over the standard input and output. The client starts this command, and ends it by closing the input.",
            "flapjack mcp",
            "flapjack mcp --agent $AGENT")
    {
        _context = context;
        Add(_agent);
        Add(_noCreate);
        context.AddServiceOptions(this);
        Runs(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        using var client = _context.CreateClient(parse);
        using var logs = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Warning).AddProvider(new NoteLogs(_context.Terminal.Notes)));
        var options = new FlapjackMcpOptions { AgentId = parse.GetValue(_agent), AllowCreate = !parse.GetValue(_noCreate) };
        await FlapjackMcpServer.RunOverStdioAsync(client, options, logs, _context.Stopping).ConfigureAwait(false);
        return ExitCodes.Success;
    }
}
