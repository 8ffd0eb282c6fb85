using System.Collections.Concurrent;
using Flapjack.Sdk.Tests.Wire;
using Xunit.Abstractions;

namespace Flapjack.Sdk.Tests.Quotas;

/// <summary>Five hundred callers, two clients, one governor, and a service that counts exactly.</summary>
public sealed class ManyCallersTests : IDisposable
{
    private const int Callers = 500;
    private const int Minutes = 4;
    private const int Seed = 20261125;

    private readonly ITestOutputHelper _output;
    private readonly SimulatedTime _time = new();
    private readonly SimulatedService _service;
    private readonly FlapjackQuotaGovernor _governor;
    private readonly FlapjackClient[] _clients;
    private readonly DateTimeOffset _end;
    private readonly ConcurrentBag<Task> _lives = [];

    public ManyCallersTests(ITestOutputHelper output)
    {
        _output = output;
        _service = new(_time, Seed);
        _governor = new(new() { TimeProvider = _time });
        _clients = [CreateClient(), CreateClient()];
        _end = _time.GetUtcNow() + TimeSpan.FromMinutes(Minutes);
    }

    public void Dispose()
    {
        Array.ForEach(_clients, client => client.Dispose());
        _governor.Dispose();
    }

    [Theory]
    [InlineData(12, 600)]
    [InlineData(4, 240)]
    public async Task Nobody_is_refused_and_the_limit_is_used(int agents, int perMinute)
    {
        for (var caller = 0; caller < Callers; caller++)
        {
            // Half of them crowd on one agent.
            var (client, agent) = (_clients[caller % 2], caller % 2 == 0 ? "a0" : $"a{caller % (2 * agents) / 2}");
            Live(async () => (await client.RunComputerAsync(agent, new() { Command = "work" })).Ok.Should().BeTrue());
        }

        await _time.Run(() => _governor.QueuedCount);

        Problems().Should().BeEmpty();
        _service.Refusals.Should().Be(0);
        var started = _service.StartedBefore(_end);
        _output.WriteLine($"{started.Sum()} of {perMinute * Minutes} started ({string.Join(", ", started)}), seed {Seed}");
        started.Should().HaveCount(agents);
        started.Sum().Should().BeInRange((int)(0.95 * perMinute * Minutes), perMinute * Minutes);
        started.Min().Should().BeGreaterThan((int)(0.8 * started.Max()), "the crowd on one agent takes nothing from the others");
    }

    [Fact]
    public async Task Whatever_becomes_of_a_command_its_slot_comes_back()
    {
        string[] commands = ["work", "cut", "break", "error", "not ready", "leave", "cancel"];
        for (var caller = 0; caller < Callers; caller++)
        {
            var (client, agent, first) = (_clients[caller % 2], $"a{caller % 12}", caller);
            var turn = 0;
            Live(() => Run(client, agent, commands[(first + turn++) % commands.Length]));
        }

        await _time.Run(() => _governor.QueuedCount);

        Problems().Should().BeEmpty();
        _service.Refusals.Should().Be(0);
        var started = _service.StartedBefore(_end);
        _output.WriteLine($"{started.Sum()} started ({string.Join(", ", started)}), seed {Seed}");
        // Were slots missing, an agent would come to a stand.
        started.Should().HaveCount(12).And.OnlyContain(count => count > 40 * Minutes);
    }

    private async Task Run(FlapjackClient client, string agent, string command)
    {
        var options = new ExecComputerOptions { Command = command };
        switch (command)
        {
            case "work":
                await client.RunComputerAsync(agent, options);
                break;
            case "leave":
                await foreach (var _ in client.ExecComputerAsync(agent, options))
                {
                    break;
                }

                break;
            case "cancel":
                try
                {
                    await client.RunComputerAsync(agent, options, CancelledAfter(TimeSpan.FromSeconds(60 * _service.NextDouble())));
                }
                catch (OperationCanceledException)
                {
                }

                break;
            default:
                await client.Invoking(c => c.RunComputerAsync(agent, options)).Should().ThrowAsync<FlapjackException>();
                break;
        }
    }

    private CancellationToken CancelledAfter(TimeSpan after)
    {
        var cancel = new CancellationTokenSource();
        _lives.Add(_time.Live(async () =>
        {
            await _time.Sleep(after);
            await cancel.CancelAsync();
        }));
        return cancel.Token;
    }

    /// <summary>Runs one command after the other until the end.</summary>
    private void Live(Func<Task> command) => _lives.Add(_time.Live(async () =>
    {
        while (_time.GetUtcNow() < _end)
        {
            await command();
        }
    }));

    private IEnumerable<Exception> Problems() => _lives.Where(life => !life.IsCompletedSuccessfully).Select(life => life.Exception!.InnerException!);

    private FlapjackClient CreateClient() => TestClient.Over(
        new(_service.CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan },
        new("http://flapjack.test"),
        options =>
        {
            options.QuotaGovernor = _governor;
            (options.ResponseTimeout, options.StreamIdleTimeout) = (Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        });
}
