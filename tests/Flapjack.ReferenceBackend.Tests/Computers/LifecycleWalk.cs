using Flapjack.ReferenceBackend.Tests.Api;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Computers;

/// <summary>A real computer, and the state that it has to be in by what the contract says.</summary>
internal sealed class LifecycleWalk(TestBackend backend, FakeTimeProvider clock)
{
    /// <summary>How many actions <see cref="StepAsync"/> knows.</summary>
    public const int Actions = 11;

    private const string Body = """{"template":"blank","externalAppId":"walker"}""";

    private readonly string _tag = EscapeZoo.NewTag();
    private string _agent = "";
    private string _status = "ready";

    public HashSet<string> Visited { get; } = [];

    private FlapjackBackendComputers Computers => backend.Backend.Computers;

    private bool IsGone => _status is "error" or "destroyed";

    public async Task BeginAsync() => _agent = await backend.CreateReadyAgentAsync(Body);

    public async Task StepAsync(int action, string where)
    {
        switch (action)
        {
            case 0:
                await MoveAsync(Computers.StopAsync, "stopped", _status is "ready" or "idle", where);
                break;
            case 1:
                await MoveAsync(Computers.FailAsync, "error", _status is "ready" or "idle" or "stopped", where);
                break;
            case 2:
                await MoveAsync(Computers.DestroyAsync, "destroyed", _status != "destroyed", where);
                break;
            case 3:
                await ExecAsync(where);
                break;
            case 4:
                clock.Advance(TimeSpan.FromHours(2));
                _status = _status == "ready" ? "idle" : _status;
                await Eventually.HoldsAsync(async () => await StatusAsync() == _status, $"it is {_status} ({where})");
                break;
            case < 7:
                await RepeatAsync(where);
                break;
            case 7:
                await ExecBesideStopAsync(where);
                break;
            case 8:
                await ExecBesideEndAsync(Computers.DestroyAsync, "destroyed", where);
                break;
            case 9:
                await ExecBesideEndAsync(Computers.FailAsync, "error", where);
                break;
            default:
                await ExecBesideIdleAsync(where);
                break;
        }

        (await StatusAsync()).Should().Be(_status, where);
        if (_status != "ready")
        {
            // Sleeping comes first and its processes' end after it, so they may still be dying.
            await Eventually.HoldsAsync(() => EscapeZoo.Alive(_tag).Length == 0, $"nothing runs on a computer that is {_status} ({where})");
        }

        Visited.Add(_status);
    }

    private Task<string> StatusAsync() => backend.Backend.StatusOfAsync(_agent);

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
        (await TryExecAsync()).Should().Be(IsGone ? "refused" : "ran", where);
        _status = IsGone ? _status : "ready";
    }

    private async Task RepeatAsync(string where)
    {
        var again = await backend.CreateAsync(Body);

        again.Text("agent", "id").Should().Be(_agent, where);
        if (IsGone)
        {
            again.Text("computer", "status").Should().Be("bootstrapping", where);
            (await backend.ReadBootstrapAsync(_agent))[^1].Data.GetProperty("status").GetString().Should().Be("ready", where);
            _status = "ready";
        }
    }

    private async Task ExecBesideStopAsync(string where)
    {
        var execs = Task.WhenAll(Task.Run(TryExecAsync), Task.Run(TryExecAsync));
        var stop = Task.Run(() => Computers.StopAsync(_agent));
        var stopped = await SucceedsAsync(stop);
        var ended = await execs;

        if (IsGone)
        {
            stopped.Should().BeFalse(where);
            ended.Should().OnlyContain(end => end == "refused", where);
            return;
        }

        // A sleeping computer can be stopped only when a command has woken it before.
        (stopped || _status == "stopped").Should().BeTrue(where);
        ended.Should().OnlyContain(end => end == "ran" || (stopped && (end == "killed" || end == "EXEC_STOPPED")), where);
        _status = await StatusAsync();
        (_status == "ready" || (stopped && _status == "stopped")).Should().BeTrue($"{_status} ({where})");
        (ended.Contains("ran") || _status == "stopped").Should().BeTrue("nobody has woken it ({0})", where);
    }

    private async Task ExecBesideEndAsync(Func<string, Task> end, string to, string where)
    {
        var allowed = to == "destroyed" ? _status != "destroyed" : !IsGone;
        var execs = Task.WhenAll(Task.Run(TryExecAsync), Task.Run(TryExecAsync));
        var done = await SucceedsAsync(Task.Run(() => end(_agent)));
        var ended = await execs;

        done.Should().Be(allowed, where);
        ended.Should().OnlyContain(how => how == "refused" || (!IsGone && (how == "ran" || how == "SANDBOX_DESTROYED")), where);
        _status = done ? to : _status;
    }

    private async Task ExecBesideIdleAsync(string where)
    {
        var execs = Task.WhenAll(Task.Run(TryExecAsync), Task.Run(TryExecAsync));
        clock.Advance(TimeSpan.FromHours(2));
        var ended = await execs;

        ended.Should().OnlyContain(how => IsGone ? how == "refused" : how == "ran" || how == "timed out", where);
        (await StatusAsync()).Should().BeOneOf(IsGone ? [_status] : ["ready", "idle"], where);
        // An idling that came too late must not come at all: this one finds it awake.
        await ExecAsync(where);
    }

    /// <summary>Runs a command that leaves a process behind; returns how it ended, in a word.</summary>
    private async Task<string> TryExecAsync()
    {
        var answer = await backend.PostAsync($"/api/agents/{_agent}/computer/exec", $$"""{"command":"sleep {{_tag}} & echo ran"}""");
        if (answer.Status != 200)
        {
            answer.ShouldBeRefused(410, "SANDBOX_DESTROYED");
            return "refused";
        }

        var frames = answer.Body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(text => new SseFrame(text)).Where(frame => !frame.IsComment).ToArray();
        var last = frames[^1];
        if (last.Event == "error")
        {
            return last.Data.GetProperty("code").GetString()!;
        }

        last.Event.Should().Be("exit");
        return last.Data.GetProperty("ok").GetBoolean() ? new ExecOutcome(frames).Stdout == "ran\n" ? "ran" : "said too little"
            : last.Data.GetProperty("timedOut").GetBoolean() ? "timed out"
            : "killed";
    }

    private static async Task<bool> SucceedsAsync(Task move)
    {
        try
        {
            await move;
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
