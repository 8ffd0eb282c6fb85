using Flapjack.ReferenceBackend.Tests.Api;
using static Flapjack.ReferenceBackend.Tests.Computers.ReadyComputer;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

public sealed class ResumeTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    [Fact]
    public async Task From_every_frame_on_the_rest_is_the_same_to_the_byte()
    {
        var full = await computer.PostAsync(Body("""
            for i in $(seq 12); do echo "line $i ä€𝄞"; echo "error $i" >&2; done; printf 'bad \xff\xfe bytes'; head -c 300000 /dev/zero | tr '\0' 'z'
            """));
        var frames = full.Body.WireFrames();
        var exec = frames[0].Split('"')[3];

        var rests = await Task.WhenAll(Enumerable.Range(0, frames.Length + 1).Select(n => computer.GetAsync(exec, After($"{n}"))));

        full.Body.Should().Be(": open\n\n" + string.Concat(frames));
        frames.Should().HaveCountGreaterThan(8);
        for (var n = 0; n <= frames.Length; n++)
        {
            rests[n].Status.Should().Be(200);
            rests[n].Body.Should().Be(": open\n\n" + string.Concat(frames[n..]), $"that is what follows frame {n}");
        }
    }

    [Fact]
    public async Task Frames_are_numbered_from_one_without_a_gap()
    {
        var frames = await computer.RunAsync("seq 5; echo no >&2; exit 9");

        frames.Select(frame => frame.Id).Should().Equal(Enumerable.Range(1, frames.Count).Select(n => $"{n}"));
        frames[0].Event.Should().Be("exec_started");
        frames[^1].Event.Should().Be("exit");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Without_an_id_it_replays_from_the_first(string? id)
    {
        var full = await computer.PostAsync(Body("echo again"));

        var replay = await computer.GetAsync(full.Body.Split('"')[3], id is null ? [] : [After(id)]);

        replay.Body.Should().Be(full.Body);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.0")]
    [InlineData("1 2")]
    [InlineData("0x1")]
    [InlineData("1,2")]
    [InlineData(":1")]
    [InlineData("1:")]
    [InlineData("run:1")]
    [InlineData("9223372036854775808")]
    [InlineData("99999999999999999999999999")]
    public async Task An_id_that_is_none_of_this_stream_is_refused(string id)
    {
        var exec = (await computer.RunAsync("true")).ExecId();

        var answer = await computer.GetAsync(exec, After(id));

        answer.ShouldBeRefused(400, "INVALID_LAST_EVENT_ID");
    }

    [Theory]
    [InlineData("3")]
    [InlineData("9223372036854775807")]
    public async Task An_id_that_has_not_been_sent_yet_is_refused(string id)
    {
        var exec = (await computer.RunAsync("true")).ExecId();

        var answer = await computer.GetAsync(exec, After(id));

        answer.ShouldBeRefused(400, "INVALID_LAST_EVENT_ID");
    }

    [Fact]
    public async Task An_unknown_command_is_not_found()
    {
        var answer = await computer.GetAsync("exec_0000000000000000");

        answer.ShouldBeRefused(404, "NOT_FOUND");
    }

    [Fact]
    public async Task Another_agents_command_is_not_found()
    {
        var other = await computer.Server.CreateReadyAgentAsync();
        var exec = (await computer.RunAsync("echo secret")).ExecId();

        var read = await computer.Server.GetAsync($"/api/agents/{other}/computer/exec/{exec}");
        var stopped = await computer.Server.DeleteAsync($"/api/agents/{other}/computer/exec/{exec}");

        read.ShouldBeRefused(404, "NOT_FOUND");
        stopped.ShouldBeRefused(404, "NOT_FOUND");
    }

    [Fact]
    public async Task Another_organization_neither_reads_nor_stops()
    {
        var stranger = computer.Server.StrangerOf(FlapjackScopes.SandboxAdmin);
        var key = NewKey();
        using var running = await computer.ExecAsync($"echo begun; {WaitAt("foreign-go")}; echo over", Key(key));
        var exec = (await running.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();

        var read = await TestBackend.SendAsync(stranger, HttpMethod.Get, $"{computer.ExecPath}/{exec}");
        var stopped = await TestBackend.SendAsync(stranger, HttpMethod.Delete, $"{computer.ExecPath}/{exec}");
        var stoppedByKey = await TestBackend.SendAsync(stranger, HttpMethod.Delete, $"{computer.ExecPath}?key={key}");
        var anonymous = await TestBackend.SendAsync(computer.Server.Anonymous, HttpMethod.Get, $"{computer.ExecPath}/{exec}");
        computer.Open("foreign-go");
        var frames = await running.ReadFramesAsync();

        new[] { read, stopped, stoppedByKey }.Should().AllSatisfy(answer => answer.ShouldBeRefused(403, "FORBIDDEN"));
        anonymous.ShouldBeRefused(401, "UNAUTHORIZED");
        frames.Exit().GetProperty("exitCode").GetInt32().Should().Be(0, "nobody has stopped it");
    }

    [Fact]
    public async Task A_reader_attached_midway_gets_what_was_and_what_comes()
    {
        using var first = await computer.ExecAsync($"echo one; {WaitAt("midway-1")}; echo two; {WaitAt("midway-2")}; echo three");
        var exec = (await first.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        var one = await first.ReadUntilPrintedAsync("one");

        using var second = await computer.ReadAgainAsync(exec);
        await second.ReadUntilPrintedAsync("one");
        computer.Open("midway-1");
        var two = await second.ReadUntilPrintedAsync("two");
        using var third = await computer.ReadAgainAsync(exec, After(one.Id));
        var twoAgain = await third.ReadUntilPrintedAsync("two");
        using var fourth = await computer.ReadAgainAsync(exec, After(two.Id));
        computer.Open("midway-2");
        var rests = await Task.WhenAll(second.ReadToEndAsync(), third.ReadToEndAsync(), fourth.ReadToEndAsync());

        twoAgain.Should().Be(two);
        rests[0].Should().Contain("three").And.Contain("event: exit");
        rests[1].Should().Be(rests[0]);
        rests[2].Should().Be(": open\n\n" + rests[0]);
    }
}
