using Flapjack.ReferenceBackend.Tests.Api;
using static Flapjack.ReferenceBackend.Tests.Computers.ReadyComputer;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

public sealed class IdempotentExecTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    private readonly string _key = NewKey();

    [Fact]
    public async Task A_repeat_while_the_command_runs_reads_the_same_run()
    {
        var command = $"echo x >>$HOME/attach; echo begun; {WaitAt("attach-go")}; echo over";
        using var first = await computer.ExecAsync(command, Key(_key));
        var begun = await first.ReadUntilPrintedAsync("begun");

        using var second = await computer.ExecAsync(command, Key(_key));
        var replayed = await second.ReadUntilPrintedAsync("begun");
        computer.Open("attach-go");
        var (restOfFirst, restOfSecond) = (await first.ReadToEndAsync(), await second.ReadToEndAsync());

        replayed.Should().Be(begun);
        restOfFirst.Should().Contain("over").And.Contain("event: exit");
        restOfSecond.Should().Be(restOfFirst);
        computer.LinesOf("attach").Should().Be(1);
    }

    [Fact]
    public async Task A_repeat_after_the_end_replays_the_same_bytes()
    {
        var body = Body("echo x >>$HOME/replay; echo out; echo err >&2; exit 3");

        var first = await computer.PostAsync(body, Key(_key));
        var second = await computer.PostAsync(body, Key(_key));

        first.Body.Should().Contain("\"exitCode\":3");
        second.Status.Should().Be(200);
        second.Body.Should().Be(first.Body);
        computer.LinesOf("replay").Should().Be(1);
    }

    [Fact]
    public async Task Fifty_repeats_at_once_run_once_and_read_the_same()
    {
        var body = Body("echo x >>$HOME/fifty; seq 100; echo over");

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => computer.PostAsync(body, Key(_key))));

        answers.Should().OnlyContain(answer => answer.Status == 200);
        answers.Select(answer => answer.Body).Distinct().Should().ContainSingle().Which.Should().Contain("event: exit");
        computer.LinesOf("fifty").Should().Be(1);
    }

    [Fact]
    public async Task A_repeat_may_say_where_to_read_on()
    {
        var full = await computer.PostAsync(Body("echo here"), Key(_key));

        var rest = await computer.PostAsync(Body("echo here"), Key(_key), After("1"));
        var future = await computer.PostAsync(Body("echo here"), Key(_key), After("4"));

        rest.Body.Should().Be(": open\n\n" + string.Concat(full.Body.WireFrames()[1..]));
        future.ShouldBeRefused(400, "INVALID_LAST_EVENT_ID");
    }

    [Fact]
    public async Task Without_a_key_every_call_is_a_command_of_its_own()
    {
        var frames = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => computer.RunAsync("echo x >>$HOME/keyless")));

        frames.Select(run => run.ExecId()).Should().OnlyHaveUniqueItems();
        computer.LinesOf("keyless").Should().Be(3);
    }

    [Fact]
    public async Task The_same_key_on_another_agent_is_another_run()
    {
        var other = await computer.Server.CreateReadyAgentAsync();

        var here = await computer.RunAsync("echo one", Key(_key));
        using var stream = await computer.ExecAsync(other, "echo two", [Key(_key)]);
        var there = await stream.ReadFramesAsync();

        here.Printed().Should().Be("one\n");
        there.Printed().Should().Be("two\n");
        there.ExecId().Should().NotBe(here.ExecId());
    }

    [Fact]
    public async Task The_same_key_in_another_organization_is_another_run()
    {
        var stranger = computer.Server.StrangerOf(FlapjackScopes.SandboxAdmin);
        var created = await TestBackend.SendAsync(stranger, HttpMethod.Post, "/api/agents/from-template", """{"template":"blank"}""");
        var other = created.Text("agent", "id");
        await (await stranger.GetAsync(new Uri($"/api/agents/{other}/computer/bootstrap/stream", UriKind.Relative))).Content.ReadAsStringAsync();

        var ours = await computer.PostAsync(Body("echo one"), Key(_key));
        var theirs = await TestBackend.SendAsync(stranger, HttpMethod.Post, $"/api/agents/{other}/computer/exec", Body("echo two"), Key(_key));

        ours.Body.Should().Contain("one\\n");
        theirs.Body.Should().Contain("two\\n").And.NotContain("one");
    }

    [Fact]
    public async Task A_caller_that_has_left_finds_its_run_by_the_key()
    {
        var command = $"echo x >>$HOME/left; echo begun; {WaitAt("left-go")}; echo over";
        using (var stream = await computer.ExecAsync(command, Key(_key), Detach(1000)))
        {
            await stream.ReadUntilPrintedAsync("begun");
        }

        using var again = await computer.ExecAsync(command, Key(_key), Detach(1000));
        await again.ReadUntilPrintedAsync("begun");
        computer.Open("left-go");
        var rest = await again.ReadFramesAsync();

        rest.Printed().Should().Contain("over\n");
        rest.Exit().GetProperty("exitCode").GetInt32().Should().Be(0);
        computer.LinesOf("left").Should().Be(1);
    }

    [Theory]
    [InlineData(1, 200)]
    [InlineData(255, 200)]
    [InlineData(256, 400)]
    public async Task A_key_has_up_to_255_characters(int length, int status)
    {
        var key = Guid.NewGuid().ToString("N").PadRight(length, 'x')[..length];

        var answer = await computer.PostAsync(Body("true"), Key(key));

        answer.Status.Should().Be(status, answer.Body);
    }

    [Fact]
    public async Task An_empty_key_is_refused()
    {
        var answer = await computer.PostAsync(Body("true"), Key(""));

        answer.ShouldBeRefused(400, "INVALID_IDEMPOTENCY_KEY");
    }
}
