using System.Collections.Concurrent;
using System.Text.Json;
using Flapjack.ReferenceBackend.Chat.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>A connection to an MCP server that has told its tools. To dispose of it takes leave of the server, and ends a server that is a program.</summary>
internal sealed class McpConnection : IAsyncDisposable
{
    /// <summary>How many tools a server may have. All of them are stored, and are in each list of the organization's servers.</summary>
    public const int MaxTools = 1_000;

    /// <summary>How long a server may take to answer a call.</summary>
    public static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(60);

    // How long taking leave may take, in real time: a test that advances a clock does not make a server faster.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _givenUp = new();
    private readonly ConcurrentBag<Task> _calls = [];
    private readonly ConcurrentBag<Task> _tellings = [];
    private readonly McpGuard _guard;
    private readonly TimeProvider _clock;
    private McpTransport? _transport;
    private McpClient? _client;

    public McpConnection(TimeProvider clock)
    {
        _clock = clock;
        _guard = new(_givenUp);
    }

    /// <summary>The tools of the server.</summary>
    public IReadOnlyList<Tool> Tools { get; private set; } = [];

    /// <summary>Whether the server was given up, because it sent too much for example.</summary>
    public bool IsGivenUp => _guard.Reason is not null;

    /// <summary>Why a request failed, in a sentence without secrets.</summary>
    public string Explain(Exception failure) => _guard.Explain(failure);

    /// <summary>Connects, and reads the tools.</summary>
    /// <param name="open">Makes the way to the server.</param>
    /// <param name="limit">Ends it when the time is over.</param>
    /// <param name="cancellationToken">Ends it when the caller cancels.</param>
    public async Task OpenAsync(Func<McpGuard, McpTransport> open, CancellationToken limit, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit, _givenUp.Token, cancellationToken);
        var options = new McpClientOptions
        {
            ClientInfo = new Implementation { Name = "Flapjack.ReferenceBackend", Version = "1.0" },
            InitializationTimeout = Timeout.InfiniteTimeSpan,
            TimeProvider = _clock,
        };
        _transport = open(_guard);
        _client = await McpClient.CreateAsync(_transport.Client, options, cancellationToken: either.Token).ConfigureAwait(false);
        var tools = await _client.ListToolsAsync(cancellationToken: either.Token).ConfigureAwait(false);
        Tools = tools.Count <= MaxTools
            ? [.. tools.Select(tool => tool.ProtocolTool)]
            : throw _guard.GiveUp($"The server has {tools.Count} tools, but may have at most {MaxTools}.");
    }

    /// <summary>Cuts the connection without taking leave, for a caller that waits no longer. It must still be disposed of.</summary>
    public void Cut() => _transport?.Cut();

    /// <summary>Calls a tool. If the turn is cancelled, so is the call, and the server is told.</summary>
    /// <exception cref="OperationCanceledException">The turn was cancelled.</exception>
    public Task<ToolOutcome> CallAsync(string tool, JsonElement arguments, CancellationToken cancellationToken)
    {
        var call = CallOnceAsync(tool, arguments, cancellationToken);
        _calls.Add(call);
        return call;
    }

    public async ValueTask DisposeAsync()
    {
        // A turn that is stopped closes the connection while its call still learns of the stop. The server is told before its connection ends.
        await AwaitAsync(Task.WhenAll(_calls)).ConfigureAwait(false);
        await AwaitAsync(Task.WhenAll(_tellings)).ConfigureAwait(false);
        var leaving = _client?.DisposeAsync().AsTask() ?? Task.CompletedTask;
        await AwaitAsync(leaving).ConfigureAwait(false);
        if (_transport is not null)
        {
            // This cuts what a server that does not answer would keep waiting.
            await _transport.DisposeAsync().ConfigureAwait(false);
        }

        await AwaitAsync(leaving).ConfigureAwait(false);
        _givenUp.Dispose();
    }

    private async Task<ToolOutcome> CallOnceAsync(string tool, JsonElement arguments, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(CallLimit, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _givenUp.Token, cancellationToken);
        _guard.Ask("answered the call");
        var id = new RequestId(Guid.NewGuid().ToString());
        try
        {
            var call = new CallToolRequestParams { Name = tool, Arguments = arguments.EnumerateObject().ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal) };
            return McpResult.Read(await _client!.SendRequestAsync<CallToolRequestParams, CallToolResult>(
                RequestMethods.ToolsCall, call, requestId: id, cancellationToken: either.Token).ConfigureAwait(false));
        }
        catch (McpProtocolException refused) when (!IsGivenUp)
        {
            // What the server says of a call is for the agent, who can correct the call.
            return McpResult.Refused(refused);
        }
        catch (Exception e)
        {
            if (either.IsCancellationRequested)
            {
                _tellings.Add(TellAsync(id));
            }

            cancellationToken.ThrowIfCancellationRequested();
            var reason = limit.IsCancellationRequested && !IsGivenUp ? $"The server did not answer the call within {CallLimit.TotalSeconds} seconds; the call was cancelled." : Explain(e);
            return ToolOutcome.Error($"The tool '{tool}' failed. {reason} Go on without it, or try another call.");
        }
    }

    // The SDK would tell it in a callback of the token, which it removes before the callback has run, and the server would go on with the call.
    private async Task TellAsync(RequestId id)
    {
        var parameters = new CancelledNotificationParams { RequestId = id, Reason = "The caller waits no longer." };
        await _client!.SendNotificationAsync(NotificationMethods.CancelledNotification, parameters).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task AwaitAsync(Task end) =>
        await end.WaitAsync(Grace, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
