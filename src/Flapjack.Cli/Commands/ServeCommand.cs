using System.CommandLine;
using AgentComputer.ReferenceBackend;
using Flapjack.Cli.Calls;
using Flapjack.Cli.Serving;
using Flapjack.Cli.Terminal;
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;
using Microsoft.Extensions.Logging;

namespace Flapjack.Cli.Commands;

/// <summary>Serves a local backend.</summary>
internal sealed class ServeCommand : ToolCommand
{
    private const int UsualPort = 4_100;

    private readonly ToolContext _context;
    private readonly Option<int> _port = Ports.Option(UsualPort);
    private readonly Option<string?> _data = new("--data") { Description = "The folder in which everything is kept; default nothing is kept.", HelpName = "DIR" };
    private readonly Option<bool> _isolated = new("--isolated") { Description = "Run every command inside bubblewrap, where it sees only its computer's files." };
    private readonly Option<bool> _unlimited = new("--unlimited") { Description = "Refuse no command because of the rate limits of the service." };
    private readonly Option<bool> _documented = new("--documented-only") { Description = "Serve exactly what the service documents, without our additions." };
    private readonly Option<bool> _noLoopback = new("--no-loopback-webhooks") { Description = "Send no webhooks to this machine, as the service does." };
    private readonly Option<bool> _noDashboard = new("--no-dashboard") { Description = "Do not serve the pages that show what happens inside." };
    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Log everything to the standard error, and not only what goes wrong." };

    public ServeCommand(ToolContext context)
        : base(
            "serve",
            "Serves a local backend on 127.0.0.1: Flapjack's API and Agent Computer's, with real processes of this machine as the computers. "
            + $"The key is {FlapjackClientOptions.ApiKeyVariable} (--key-file), or is made, and kept in the data directory. Ctrl-C or SIGTERM stops it and all its processes.",
            "flapjack serve",
            "flapjack serve --data ~/flapjack --port 4100",
            "FLAPJACK_API_KEY=fj_live_0123456789abcdef flapjack serve --port 0 --json")
    {
        _context = context;
        foreach (var option in (Option[])[_port, _data, context.KeyFile, _isolated, _unlimited, _documented, _noLoopback, _noDashboard, _verbose])
        {
            Add(option);
        }

        Runs(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        var data = parse.GetValue(_data) is { } directory ? Path.GetFullPath(directory) : null;
        var key = ServerKey.Of(_context.FindKey(parse), FileIn(data, "api-key"), "fj_live_");
        var computerKey = ServerKey.Of(Given(ServerKey.ComputerKeyVariable), FileIn(data, "computer-api-key"), "ak_");
        using var logs = LoggerFactory.Create(logging =>
        {
            logging.SetMinimumLevel(parse.GetValue(_verbose) ? LogLevel.Information : LogLevel.Warning).AddProvider(new NoteLogs(_context.Terminal.Notes));
            ServerTelemetry.AddLog(logging, _context.Terminal);
        });
        using var telemetry = ServerTelemetry.Of(_context.Terminal);
        try
        {
            var server = await LocalServer.StartAsync(OptionsOf(parse, data, key, logs), OptionsOf(parse, computerKey, logs), _context.Stopping).ConfigureAwait(false);
            await using var _ = server.ConfigureAwait(false);
            Announcement.Write(_context, server, key, computerKey, data, _context.WantsJson(parse));
            await Task.Delay(Timeout.InfiniteTimeSpan, _context.Terminal.Clock, _context.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (OperationCanceledException) when (_context.Stopping.IsCancellationRequested)
        {
            // Stopped while it started.
        }

        return ExitCodes.Success;
    }

    private static string? FileIn(string? folder, string name) => folder is null ? null : Path.Combine(folder, name);

    private string? Given(string variable) => _context.Terminal.Variable(variable) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private FlapjackBackendOptions OptionsOf(ParseResult parse, string? data, ServerKey key, ILoggerFactory logs)
    {
        var options = new FlapjackBackendOptions
        {
            Port = parse.GetValue(_port),
            DataDirectory = data,
            ApiKey = key.Key.Trim(),
            Isolation = parse.GetValue(_isolated) ? ComputerIsolation.Bubblewrap : ComputerIsolation.None,
            Extensions = !parse.GetValue(_documented),
            AllowLoopbackWebhooks = !parse.GetValue(_noLoopback),
            Dashboard = !parse.GetValue(_noDashboard),
            LoggerFactory = logs,
        };
        options.RateLimits = parse.GetValue(_unlimited) ? null : options.RateLimits;
        return options;
    }

    private AgentComputerBackendOptions OptionsOf(ParseResult parse, ServerKey key, ILoggerFactory logs) => new()
    {
        ApiKey = key.Key,
        IsIsolated = parse.GetValue(_isolated),
        LoggerFactory = logs,
    };
}
