using System.Text;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Streaming;

public sealed class InterruptedStreamTests
{
    private const string Chunked = "Transfer-Encoding: chunked\r\n";

    [Fact]
    public async Task A_connection_that_is_closed_before_exit_interrupts()
    {
        await using var exec = await LiveExec.Open(body: Frames.Started + Frames.Stdout("ü"));
        await exec.Next<ExecStartedEvent>();
        await exec.Next<ExecStdoutEvent>();

        exec.Connection.Close();

        var thrown = await Interrupted(exec);
        thrown.ExecId.Should().Be("exec_xyz");
        thrown.BytesReceived.Should().Be(Encoding.UTF8.GetByteCount(Frames.Started + Frames.Stdout("ü")));
        thrown.InnerException.Should().BeNull();
        thrown.Message.Should().MatchRegex(@"exec stream of POST /api/agents/a1/computer/exec \(exec_xyz\) ended after \d+ bytes without its last event: the connection was closed");
    }

    [Theory]
    [InlineData(typeof(HttpRequestException))]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(InvalidDataException))]
    public async Task Whatever_a_handler_throws_for_a_broken_body_interrupts(Type failure)
    {
        var cause = (Exception)Activator.CreateInstance(failure, "The peer went away.")!;
        using var body = new BrokenStream(cause);
        using var http = new HttpClient(StubHandler.Events(body));
        using var client = TestClient.Over(http, new("http://stub.invalid"));

        var read = () => client.ExecComputerAsync("a1", new() { Command = "x" }).All();

        var thrown = (await read.Should().ThrowAsync<FlapjackStreamInterruptedException>()).Which;
        thrown.InnerException.Should().BeSameAs(cause);
        thrown.Message.Should().Contain("The peer went away");
    }

    [Fact]
    public async Task A_stream_that_ends_with_its_last_chunk_before_exit_interrupts()
    {
        await using var exec = await LiveExec.Open(headers: Chunked, body: "0\r\n\r\n");

        var thrown = await Interrupted(exec);

        thrown.ExecId.Should().BeNull();
        thrown.BytesReceived.Should().Be(0);
    }

    [Fact]
    public async Task A_connection_that_is_cut_between_chunks_interrupts()
    {
        await using var exec = await LiveExec.Open(headers: Chunked, body: $"{Frames.Started.Length:x}\r\n{Frames.Started}\r\n");
        await exec.Next<ExecStartedEvent>();

        exec.Connection.Close();

        var thrown = await Interrupted(exec);
        thrown.ExecId.Should().Be("exec_xyz");
        thrown.BytesReceived.Should().Be(Frames.Started.Length);
        thrown.InnerException.Should().BeAssignableTo<IOException>();
    }

    [Fact]
    public async Task A_body_shorter_than_announced_interrupts()
    {
        await using var exec = await LiveExec.Open(headers: "Content-Length: 1000\r\n", body: Frames.Started);
        await exec.Next<ExecStartedEvent>();

        exec.Connection.Close();

        (await Interrupted(exec)).ExecId.Should().Be("exec_xyz");
    }

    [Fact]
    public async Task A_reset_interrupts()
    {
        await using var exec = await LiveExec.Open(body: Frames.Started);
        await exec.Next<ExecStartedEvent>();

        exec.Connection.Reset();

        var thrown = await Interrupted(exec);
        thrown.ExecId.Should().Be("exec_xyz");
        thrown.InnerException.Should().BeAssignableTo<IOException>();
    }

    [Theory]
    [InlineData("event: exit\ndata: {\"ok\":true,\"exitCode\":0}")]
    [InlineData("event: exit\ndata: {\"ok\":true,\"exitCode\":0}\n")]
    [InlineData("event: exit\ndata: {\"ok\":true,\"exit")]
    [InlineData("event: exit\n")]
    [InlineData("event: exit\ndata")]
    public async Task Half_an_exit_is_no_exit(string half)
    {
        await using var exec = await LiveExec.Open(body: Frames.Started);
        await exec.Next<ExecStartedEvent>();

        await exec.Connection.Write(half);
        exec.Connection.Close();

        (await Interrupted(exec)).BytesReceived.Should().Be(Frames.Started.Length + half.Length);
    }

    [Fact]
    public async Task An_interrupted_command_is_not_sent_again()
    {
        await using var exec = await LiveExec.Open();
        exec.Connection.Close();

        await Interrupted(exec);

        (await exec.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task The_id_of_the_command_is_kept_from_any_spelling_of_its_first_event()
    {
        await using var exec = await LiveExec.Open(body: "event: exec_started\ndata: {\"execId\":\"e7\"}\n\n" + Frames.Stdout("x"));
        await exec.Next<ExecStartedEvent>();
        await exec.Next<ExecStdoutEvent>();

        exec.Connection.Close();

        (await Interrupted(exec)).ExecId.Should().Be("e7");
    }

    private static async Task<FlapjackStreamInterruptedException> Interrupted(LiveExec exec) =>
        (await exec.Invoking(e => e.Next()).Should().ThrowAsync<FlapjackStreamInterruptedException>()).Which;

    private sealed class BrokenStream(Exception cause) : ReadOnlyStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw cause;
    }
}
