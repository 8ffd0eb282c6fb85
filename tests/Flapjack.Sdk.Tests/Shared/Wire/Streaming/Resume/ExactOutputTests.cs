using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Flapjack.Sdk.Tests.Streaming.Resumed;

public sealed class ExactOutputTests : ResumeTest
{
    private static readonly byte[] NoText = [0xff, 0x00, (byte)'a'];

    [Fact]
    public async Task Output_that_came_as_it_was_written_passes()
    {
        var events = await Read(Wired.Stdout(2, "üa") + Stderr(3, "b") + Exit(4, "üa"u8, "b"u8));

        events[^1].Should().BeOfType<ExecExitEvent>().Which.StdoutBytes.Should().Be(3);
    }

    [Fact]
    public async Task A_hash_may_be_written_in_either_case()
    {
        var events = await Read(Wired.Stdout(2, "a") + Exit(3, "a"u8, ""u8).Replace(Sha("a"u8), Sha("a"u8).ToUpperInvariant(), StringComparison.Ordinal));

        events.Should().HaveCount(3);
    }

    [Theory]
    [InlineData("b", "")] // another byte
    [InlineData("ab", "")] // one missing
    [InlineData("", "")] // one too many
    [InlineData("a", "x")] // of the other output
    public async Task Output_that_is_not_what_was_written_is_an_error(string stdout, string stderr)
    {
        var thrown = await Thrown<FlapjackProtocolException>(Read(Wired.Stdout(2, "a") + Exit(3, Encoding.UTF8.GetBytes(stdout), Encoding.UTF8.GetBytes(stderr))));

        thrown.Message.Should().Contain(stderr.Length > 0 ? "stderr" : "stdout").And.Contain("a1");
    }

    [Fact]
    public async Task The_collected_result_is_checked_as_well()
    {
        var run = Run();
        await (await Next()).Streams(Wired.Started + Wired.Stdout(2, "a") + Exit(3, "b"u8, ""u8));

        await Thrown<FlapjackProtocolException>(run);
    }

    [Fact]
    public async Task Output_is_checked_across_cuts_and_repetitions()
    {
        var events = Exec();
        await (await Next()).Cuts(Wired.Started + Wired.Stdout(2, "one,") + Wired.Stdout(2, "one,"));
        await (await Next()).Cuts(Wired.Stdout(2, "one,") + Wired.Stdout(3, "two,"));
        await (await Next()).Streams(Exit(4, "one,two,"u8, ""u8));

        Wired.Output(await events).Should().Be("one,two,");
    }

    [Fact]
    public async Task Where_output_was_dropped_nothing_is_checked()
    {
        var dropped = "id: 3\nevent: output_dropped\ndata: {\"stream\":\"stdout\",\"fromByte\":1,\"toByte\":5000000000}\n\n";

        var events = await Read(Wired.Stdout(2, "a") + dropped + Wired.Stdout(4, "z") + Exit(5, "not that"u8, ""u8));

        events[2].Should().BeOfType<ExecOutputDroppedEvent>().Which.Should().BeEquivalentTo(new { Stream = "stdout", FromByte = 1L, ToByte = 5_000_000_000L });
        events[^1].Should().BeOfType<ExecExitEvent>();
    }

    [Fact]
    public async Task Where_the_exit_says_that_output_is_missing_nothing_is_checked()
    {
        var events = await Read(Exit(2, "not that"u8, ""u8).Replace("\"truncated\":false", "\"truncated\":true", StringComparison.Ordinal));

        events[^1].Should().BeOfType<ExecExitEvent>().Which.Truncated.Should().BeTrue();
    }

    [Theory]
    [InlineData("""{"ok":true,"exitCode":0}""")]
    [InlineData("""{"ok":true,"exitCode":0,"stdoutBytes":99}""")]
    [InlineData("""{"ok":true,"exitCode":0,"stdoutSha256":"00"}""")]
    [InlineData("""{"ok":true,"exitCode":0,"stdoutBytes":null,"stdoutSha256":null,"stderrBytes":null,"stderrSha256":null}""")]
    public async Task Where_the_exit_does_not_tell_nothing_is_checked(string exit)
    {
        var events = await Read(Wired.Stdout(2, "a") + Wired.Exit(3, exit));

        events.Should().HaveCount(3);
    }

    [Fact]
    public async Task Of_a_server_that_does_not_announce_it_nothing_is_checked()
    {
        var events = Exec();
        await (await Next()).Streams(Wired.Started + Wired.Stdout(2, "a") + Exit(3, "b"u8, ""u8), "Flapjack-Extensions: resume\r\n");

        (await events).Should().HaveCount(3);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_come_as_they_were_written()
    {
        var frame = $"id: 2\nevent: stdout\ndata: {{\"chunk\":\"\uFFFD\\u0000a\",\"chunkBase64\":\"{Convert.ToBase64String(NoText)}\"}}\n\n";

        var output = (await Read(frame + Exit(3, NoText, ""u8)))[1].Should().BeOfType<ExecStdoutEvent>().Subject;

        output.Bytes.ToArray().Should().Equal(NoText);
        output.Chunk.Should().Be("\uFFFD\0a");
        output.AdditionalProperties.Should().BeNull();
    }

    [Theory]
    [InlineData("""{"chunkBase64":"/wBh","chunk":"\uFFFD\u0000a"}""")]
    [InlineData("""{"chunkBase64":"/wBh"}""")]
    [InlineData("""{"chunk":null,"chunkBase64":"/wBh","future":[1]}""")]
    public async Task In_whichever_order_and_company_they_come(string data)
    {
        var output = (await Read($"id: 2\nevent: stdout\ndata: {data}\n\n" + Exit(3, NoText, ""u8)))[1].Should().BeOfType<ExecStdoutEvent>().Subject;

        output.Bytes.ToArray().Should().Equal(NoText);
        output.Chunk.Should().Be("\uFFFD\0a");
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("\\\"\\\\\\/\\b\\f\\n\\r\\t")]
    [InlineData("\\u00fc\\ud83e\\udd5e")]
    [InlineData("ü🥞\u2028\u0080")]
    public async Task Text_is_its_bytes_however_it_is_escaped(string json)
    {
        var text = JsonSerializer.Deserialize<string>($"\"{json}\"")!;

        var output = (await Read(Wired.Stdout(2, json) + Exit(3, Encoding.UTF8.GetBytes(text), ""u8)))[1].Should().BeOfType<ExecStdoutEvent>().Subject;

        output.Chunk.Should().Be(text);
        output.Bytes.ToArray().Should().Equal(Encoding.UTF8.GetBytes(text));
    }

    [Fact]
    public async Task A_result_holds_the_bytes_and_the_text_of_both_outputs()
    {
        var run = Run();
        await (await Next()).Streams(Wired.Started + "id: 2\nevent: stdout\ndata: {\"chunkBase64\":\"w7w=\"}\n\n" + Stderr(3, "warn")
            + "id: 4\nevent: stdout\ndata: {\"chunkBase64\":\"/wBh\"}\n\n" + Exit(5, [0xc3, 0xbc, .. NoText], "warn"u8));

        var result = await run;

        result.StdoutBytes.ToArray().Should().Equal([0xc3, 0xbc, .. NoText]);
        (result.Stdout, result.Stderr).Should().Be(("ü\uFFFD\0a", "warn"));
    }

    [Fact]
    public void Events_with_the_same_bytes_are_equal_and_of_two_outputs_never()
    {
        var text = new ExecStdoutEvent { Chunk = "ü" };
        var bytes = new ExecStdoutEvent { Bytes = "ü"u8.ToArray() };

        text.Should().Be(bytes);
        text.GetHashCode().Should().Be(bytes.GetHashCode());
        text.Should().NotBe(new ExecStdoutEvent { Chunk = "u" });
        text.As<object>().Should().NotBe(new ExecStderrEvent { Chunk = "ü" });
        new ExecStdoutEvent { Bytes = new byte[] { 0xff } }.Should().NotBe(new ExecStdoutEvent { Bytes = new byte[] { 0xfe } }, "both read as U+FFFD");
    }

    [Fact]
    public void Chunk_and_Bytes_of_a_changed_event_belong_together()
    {
        var output = new ExecStdoutEvent { Chunk = "old" };

        (output with { Bytes = "new"u8.ToArray() }).Chunk.Should().Be("new");
        (output with { Chunk = "new" }).Bytes.ToArray().Should().Equal("new"u8.ToArray());
    }

    private static string Stderr(int id, string chunk) => Wired.Stdout(id, chunk).Replace("stdout", "stderr", StringComparison.Ordinal);

    private static string Exit(int id, ReadOnlySpan<byte> stdout, ReadOnlySpan<byte> stderr) => Wired.Exit(id,
        $$"""{"ok":true,"exitCode":0,"truncated":false,"stdoutBytes":{{stdout.Length}},"stderrBytes":{{stderr.Length}},"stdoutSha256":"{{Sha(stdout)}}","stderrSha256":"{{Sha(stderr)}}"}""");

    private static string Sha(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private async Task<List<ComputerExecEvent>> Read(string framesAfterStarted)
    {
        var events = Exec();
        await (await Next()).Streams(Wired.Started + framesAfterStarted);
        return await events;
    }
}
