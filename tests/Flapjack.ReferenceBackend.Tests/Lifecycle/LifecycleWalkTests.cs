using Flapjack.ReferenceBackend.Tests.Api;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Lifecycle;

/// <summary>A random walk of a real computer, held at each step against a model of what the contract says.</summary>
public sealed class LifecycleWalkTests
{
    private const int Seed = 20_261_125;

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(Seed, 150)]
    [InlineData(Seed + 1, 150)]
    public async Task A_computer_does_what_the_model_does(int seed, int steps)
    {
        await using var backend = await TestBackend.StartAsync(options => options.TimeProvider = _clock);
        var walk = new Walk(backend, _clock);
        await walk.BeginAsync();
        var random = new Random(seed);

        for (var step = 0; step < steps; step++)
        {
            await walk.StepAsync(random.Next(6), $"seed {seed}, step {step}");
        }

        walk.Visited.Should().BeEquivalentTo("ready", "idle", "stopped", "error", "destroyed");
    }

    private sealed class Walk(TestBackend backend, FakeTimeProvider clock)
    {
        private const string Body = """{"template":"blank","externalAppId":"walker"}""";

        private string _agent = "";
        private string _status = "ready";

        public HashSet<string> Visited { get; } = [];

        public async Task BeginAsync() => _agent = await backend.CreateReadyAgentAsync(Body);

        public async Task StepAsync(int action, string where)
        {
            switch (action)
            {
                case 0:
                    await MoveAsync(backend.Backend.Computers.StopAsync, "stopped", _status is "ready" or "idle", where);
                    break;
                case 1:
                    await MoveAsync(backend.Backend.Computers.FailAsync, "error", _status is "ready" or "idle" or "stopped", where);
                    break;
                case 2:
                    await MoveAsync(backend.Backend.Computers.DestroyAsync, "destroyed", _status != "destroyed", where);
                    break;
                case 3:
                    await ExecAsync(where);
                    break;
                case 4:
                    clock.Advance(TimeSpan.FromHours(2));
                    _status = _status == "ready" ? "idle" : _status;
                    await Eventually.HoldsAsync(async () => await backend.Backend.StatusOfAsync(_agent) == _status, $"it is {_status} ({where})");
                    break;
                default:
                    await RepeatAsync(where);
                    break;
            }

            (await backend.Backend.StatusOfAsync(_agent)).Should().Be(_status, where);
            Visited.Add(_status);
        }

        private async Task MoveAsync(Func<string, Task> move, string to, bool allowed, string where)
        {
            if (allowed)
            {
                await move(_agent);
                _status = to;
            }
            else
            {
                await FluentActions.Awaiting(() => move(_agent)).Should().ThrowAsync<InvalidOperationException>(where);
            }
        }

        private async Task ExecAsync(string where)
        {
            if (_status is "error" or "destroyed")
            {
                (await backend.PostAsync($"/api/agents/{_agent}/computer/exec", """{"command":"true"}""")).ShouldBeRefused(410, "SANDBOX_DESTROYED");
                return;
            }

            (await backend.RunAsync(_agent, "sleep 1000 & echo ran")).Stdout.Should().Be("ran\n", where);
            _status = "ready";
        }

        private async Task RepeatAsync(string where)
        {
            var again = await backend.CreateAsync(Body);

            again.Text("agent", "id").Should().Be(_agent, where);
            if (_status is "error" or "destroyed")
            {
                again.Text("computer", "status").Should().Be("bootstrapping", where);
                (await backend.ReadBootstrapAsync(_agent))[^1].Data.GetProperty("status").GetString().Should().Be("ready", where);
                _status = "ready";
            }
        }
    }
}
