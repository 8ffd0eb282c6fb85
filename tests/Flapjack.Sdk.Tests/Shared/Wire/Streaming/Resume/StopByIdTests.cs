namespace Flapjack.Sdk.Tests.Streaming.Resumed;

/// <summary>A command that is stopped by its id.</summary>
public sealed class StopByIdTests : ResumeTest
{
    [Fact]
    public async Task The_command_is_stopped_by_one_request()
    {
        await Learn();
        var stop = Client.StopComputerExecAsync("a1", "exec_1");

        await (await Next(Wired.Stop)).Answers(200, """{"ok":true}""");

        await stop.Soon();
        (await Server.CountConnections()).Should().Be(2);
    }

    [Fact]
    public async Task A_server_of_which_nothing_is_known_is_asked_first()
    {
        var stop = Client.StopComputerExecAsync("a1", "exec_1");

        await (await Next(Wired.Status)).Answers(200);
        await (await Next(Wired.Stop)).Answers(200);

        await stop.Soon();
    }

    [Theory]
    [InlineData("")]
    [InlineData("Flapjack-Extensions: idempotent-exec, resume, detach\r\n")]
    public async Task A_server_that_has_not_announced_stop_is_sent_nothing(string headers)
    {
        await Learn(headers);

        var thrown = await Thrown<FlapjackNotAnnouncedException>(Client.StopComputerExecAsync("a1", "exec_1"));

        thrown.Extension.Should().Be("stop");
        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task A_command_that_there_is_not_is_not_found()
    {
        await Learn();
        var stop = Client.StopComputerExecAsync("a1", "exec_1");

        await (await Next(Wired.Stop)).Answers(404, """{"error":"NOT_FOUND","detail":"There is no command 'exec_1' on this agent's computer."}""");

        (await Thrown<FlapjackNotFoundException>(stop)).Message.Should().Contain("There is no command 'exec_1'");
    }

    [Fact]
    public async Task It_is_sent_again_after_a_transient_failure()
    {
        await Learn();
        var stop = Client.StopComputerExecAsync("a1", "exec_1");

        await (await Next(Wired.Stop)).Answers(503);
        await (await Next(Wired.Stop)).Answers(200);

        await stop.Soon();
    }

    [Fact]
    public async Task The_id_is_one_segment_of_the_path()
    {
        await Learn();
        var stop = Client.StopComputerExecAsync("a1", "../b?c");

        await (await Next("DELETE /api/agents/a1/computer/exec/..%2Fb%3Fc")).Answers(200);

        await stop.Soon();
    }
}
