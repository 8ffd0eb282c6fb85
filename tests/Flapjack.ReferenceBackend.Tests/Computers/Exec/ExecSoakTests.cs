using Flapjack.ReferenceBackend.Tests.Api;
using Microsoft.Extensions.Time.Testing;
using Xunit.Abstractions;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

/// <summary>Thousands of short commands on one computer, which sleeps now and then, and what they leave: nothing.</summary>
[Collection(AloneInTheProcess.Name)]
public sealed class ExecSoakTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int AtOnce = 4;
    private const int BetweenSleeps = 200;
    private const long MostGrowth = 4 * 1024 * 1024;

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly string _tag = EscapeZoo.NewTag();
    private TestBackend _backend = null!;
    private HttpClient _client = null!;
    private string _agent = "";
    private int _count;

    public async Task InitializeAsync()
    {
        _backend = await TestBackend.StartAsync(options =>
        {
            options.Port = null;
            options.TimeProvider = _clock;
        });
        _client = _backend.MemoryClient();
        var created = await TestBackend.SendAsync(_client, HttpMethod.Post, "/api/agents/from-template", """{"template":"blank"}""");
        _agent = created.Text("agent", "id");
        using var log = await SseStream.OpenAsync(_client, new(HttpMethod.Get, $"/api/agents/{_agent}/computer/bootstrap/stream"));
        await log.ReadFramesAsync();
    }

    public async Task DisposeAsync() => await _backend.DisposeAsync();

    [SoakFact]
    [Trait("Category", "Soak")]
    public async Task Five_thousand_commands_leave_nothing()
    {
        await RunAsync(1_000);
        var before = Belongings.Now(_backend.Backend, _tag);

        await RunAsync(4_000);

        output.WriteLine($"After 1,000: {before}\nAfter 5,000: {Belongings.Now(_backend.Backend, _tag)}");
        await Eventually.HoldsAsync(
            () => Belongings.Now(_backend.Backend, _tag).AreNoMoreThan(before, MostGrowth), $"after 5,000 there is no more than {before}");
    }

    private async Task RunAsync(int commands)
    {
        for (var i = 0; i < commands; i += AtOnce)
        {
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => RunAsync()));
            if ((i + AtOnce) % BetweenSleeps == 0)
            {
                // Longer than the journals are kept, and now and then longer than the keys.
                _clock.Advance(TimeSpan.FromHours(3));
                await Eventually.HoldsAsync(async () => await _backend.Backend.StatusOfAsync(_agent) == "idle", "it is left alone for hours");
                await Eventually.HoldsAsync(() => EscapeZoo.Alive(_tag).Length == 0, "it sleeps");
            }
        }
    }

    private async Task RunAsync()
    {
        var number = Interlocked.Increment(ref _count);
        var (command, exitCode) = (number % 8) switch
        {
            0 => ($"sleep {_tag} & echo {number}", 0),
            1 => ($"setsid sleep {_tag} >/dev/null 2>&1 & echo {number}", 0),
            2 => ($"echo {number}; exit 7", 7),
            3 => ($"echo {number}; seq 1 5000 >&2", 0),
            _ => ($"echo {number}", 0),
        };
        (string, string)[] headers = number % 2 == 0 ? [("Idempotency-Key", $"soak-{number}")] : [];
        var answer = await TestBackend.SendAsync(
            _client, HttpMethod.Post, $"/api/agents/{_agent}/computer/exec", $$"""{"command":{{TestBackend.Quoted(command)}}}""", headers);
        answer.Body.Should().Contain($"{{\"chunk\":\"{number}\\n\"}}").And.Contain($"\"exitCode\":{exitCode},");
    }
}
