using Flapjack.ReferenceBackend;
using Flapjack.Sdk;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.EndToEnd.Tests.Quotas;

/// <summary>Many callers on a few agents of one organization, whose limits and whose governor, if there is one, count on one clock.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<HttpClient> _connections = [];
    private readonly List<FlapjackClient> _clients = [];

    private Crowd(FlapjackBackend backend, FakeTimeProvider clock, FlapjackQuotaGovernor? governor) => (Backend, Clock, Governor) = (backend, clock, governor);

    public FlapjackBackend Backend { get; }

    public FakeTimeProvider Clock { get; }

    public FlapjackQuotaGovernor? Governor { get; }

    public ExecTally Tally { get; } = new();

    public IReadOnlyList<string> Agents { get; private set; } = [];

    /// <summary>The numbers of the calls whose commands have run, as often as they did.</summary>
    public IEnumerable<int> Ran => File.ReadLines(_folder["ran"]).Select(int.Parse);

    public static async Task<Crowd> StartAsync(ExecRateLimits limits, int agents, bool governed = true)
    {
        var clock = new FakeTimeProvider();
        var backend = await FlapjackBackend.StartAsync(new() { RateLimits = limits, TimeProvider = clock });
        var crowd = new Crowd(backend, clock, governed ? GovernorOf(limits, clock) : null);
        // Two keys of one organization share its limits.
        crowd.AddClient(backend.ApiKey);
        crowd.AddClient(backend.CreateApiKey(backend.OrgId, FlapjackScopes.SandboxAdmin));
        crowd.Agents = await Task.WhenAll(Enumerable.Range(0, agents)
            .Select(i => crowd._clients[0].CreateReadyAsync(new() { Name = $"agent {i}", Template = ComputerTemplate.Blank })));
        return crowd;
    }

    /// <summary>Runs a command until it says something, and then leaves: the loop, or by cancelling.</summary>
    public async Task LeaveAsync(int number, string command, bool breaks)
    {
        using var cancel = new CancellationTokenSource(Limit.Time);
        var events = _clients[number % 2].ExecComputerAsync(Agents[number % Agents.Count], new() { Command = command }, cancel.Token).GetAsyncEnumerator();
        try
        {
            await events.NextStdoutAsync();
            await (breaks ? Task.CompletedTask : cancel.CancelAsync());
        }
        finally
        {
            await events.DisposeAsync();
        }
    }

    /// <summary>One real command for each number, all at once.</summary>
    public Task[] RunAll(int callers, Action? afterEach = null)
    {
        var limit = Limit.LongToken;
        return [.. Enumerable.Range(0, callers).Select(async number =>
        {
            var command = new ExecComputerOptions { Command = $"echo {number} >> '{_folder["ran"]}'" };
            (await _clients[number % 2].RunComputerAsync(Agents[number % Agents.Count], command, limit)).EnsureSuccess();
            afterEach?.Invoke();
        })];
    }

    /// <summary>
    /// Lets time pass whenever nothing else can happen: all that were let through have ended, and the rest waits for the clock. So the commands
    /// take no time on the clock, however slow the machine.
    /// </summary>
    /// <returns>How much time it took until the last could start.</returns>
    public async Task<TimeSpan> PassTimeUntilEndAsync(Task[] calls)
    {
        var begin = Clock.GetTimestamp();
        while (true)
        {
            // In this order: whoever is let through in between is not yet over, and both numbers only sink.
            await Eventually.HoldsAsync(
                () => calls.Count(call => !call.IsCompleted) == Governor!.QueuedCount, "all that were let through have ended", 6 * Limit.Time);
            var queued = Governor!.QueuedCount;
            if (queued == 0)
            {
                return Clock.GetElapsedTime(begin);
            }

            while (Governor.QueuedCount == queued)
            {
                Clock.Advance(TimeSpan.FromMilliseconds(50));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        _connections.ForEach(connections => connections.Dispose());
        Governor?.Dispose();
        await Backend.DisposeAsync();
        _folder.Dispose();
    }

    private static FlapjackQuotaGovernor GovernorOf(ExecRateLimits limits, TimeProvider clock) => new(new()
    {
        ExecsPerAgentPerMinute = limits.PerAgentPerMinute,
        ExecsPerOrganizationPerMinute = limits.PerOrgPerMinute,
        ConcurrentExecsPerAgent = limits.ConcurrentPerAgent,
        TimeProvider = clock,
    });

    private void AddClient(string key)
    {
        var connections = new HttpClient(Tally.Over(new SocketsHttpHandler { UseProxy = false, MaxResponseDrainSize = 0 }));
        _connections.Add(connections);
        _clients.Add(new(connections, new()
        {
            ApiKey = key,
            BaseAddress = Backend.BaseAddress,
            // A 429 is not to be mended by a repeat that nobody sees.
            MaxRetryAfter = TimeSpan.Zero,
            TimeProvider = new UnhurriedClock(),
            QuotaGovernor = Governor,
        }));
    }
}
