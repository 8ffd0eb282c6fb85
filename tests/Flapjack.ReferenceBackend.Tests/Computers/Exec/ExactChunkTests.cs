using System.Text;
using System.Text.Unicode;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

public sealed class ExactChunkTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    [Fact]
    public async Task A_writer_that_goes_byte_by_byte_never_has_a_character_cut()
    {
        const string Text = "aé€𝄞 ñ漢字🙂\u0301\u2028\uFEFF\uFFFD z";
        string[] characters = [.. Text.EnumerateRunes().Select(rune => rune.ToString())];

        // Between two bytes the shell forks, which gives the reader time to see each by itself; behind each character it waits until that was read.
        using var stream = await computer.ExecAsync(string.Concat(characters.Select((character, i) =>
            $"for b in{Octal(character)}; do printf $b; $(:); printf $b >&2; done; {ReadyComputer.WaitAt($"character{i}")}\n")));
        var frames = new List<SseFrame>();
        foreach (var i in Enumerable.Range(0, characters.Length))
        {
            await stream.ReadUntilAsync(frame =>
            {
                frames.Add(frame);
                return frame.Event == "stdout";
            });
            computer.Open($"character{i}");
        }

        frames.AddRange(await stream.ReadFramesAsync());

        frames.Should().NotContain(frame => frame.Text.Contains("chunkBase64"));
        frames.Where(frame => frame.Event == "stdout").Select(frame => frame.Chunk).Should().Equal(characters);
        frames.BytesOf("stderr").Should().Equal(Encoding.UTF8.GetBytes(Text));
    }

    [Fact]
    public async Task A_long_text_of_wide_characters_is_cut_between_them()
    {
        // 3 and 4 bytes a character, so that the borders of every power of two fall within one.
        var frames = await computer.RunAsync("for i in $(seq 20000); do printf '€€𝄞'; done; printf x");

        frames.Should().NotContain(frame => frame.Text.Contains("chunkBase64"));
        frames.Printed().Should().Be(string.Concat(Enumerable.Repeat("€€𝄞", 20000)) + "x");
    }

    [Theory]
    [InlineData(@"\377", "ff")]
    [InlineData(@"\303", "c3")]
    [InlineData(@"\342\202", "e282")]
    [InlineData(@"a\360\235\204", "61f09d84")]
    [InlineData(@"\300\200", "c080")]
    [InlineData(@"\355\240\200", "eda080")]
    [InlineData(@"\364\220\200\200", "f4908080")]
    [InlineData(@"\200\200\200\200\200", "8080808080")]
    [InlineData(@"ok\000\001\177", "6f6b00017f")]
    [InlineData(@"\303\251\303", "c3a9c3")]
    public async Task What_is_no_UTF8_carries_its_bytes_exactly(string printf, string hex)
    {
        var bytes = Convert.FromHexString(hex);

        var frames = await computer.RunAsync($"printf '{printf}'");

        frames.BytesOf("stdout").Should().Equal(bytes);
        frames.Any(frame => frame.Text.Contains("chunkBase64")).Should().Be(!Utf8.IsValid(bytes));
        frames.Exit().GetProperty("stdoutSha256").GetString().Should().Be(bytes.Sha256());
        frames.Where(frame => frame.Event == "stdout").Should().OnlyContain(frame => frame.Chunk.Length > 0);
    }

    [Fact]
    public async Task The_text_beside_the_bytes_is_what_any_decoder_would_make_of_them()
    {
        var frames = await computer.RunAsync(@"printf 'good\377bad\342\202!'");

        frames.Printed().Should().Be("good\uFFFDbad\uFFFD!");
    }

    [Fact]
    public async Task A_megabyte_of_anything_arrives_as_it_was_written()
    {
        var frames = await computer.RunAsync("head -c 1000000 /dev/urandom | tee $HOME/random; head -c 300000 /dev/urandom | tee $HOME/random2 >&2");

        var (written, errors) = (await File.ReadAllBytesAsync(computer.InHome("random")), await File.ReadAllBytesAsync(computer.InHome("random2")));
        frames.BytesOf("stdout").AsSpan().SequenceEqual(written).Should().BeTrue();
        frames.BytesOf("stderr").AsSpan().SequenceEqual(errors).Should().BeTrue();
        frames.Exit().GetProperty("stdoutSha256").GetString().Should().Be(written.Sha256());
        frames.Exit().GetProperty("stderrSha256").GetString().Should().Be(errors.Sha256());
    }

    [Fact]
    public async Task Exit_tells_all_there_is_to_know_in_one_frame()
    {
        var frames = await computer.RunAsync("echo out; printf error >&2; exit 7");

        var exit = frames.Exit();
        exit.EnumerateObject().Select(field => field.Name).Should().Equal(
            "ok", "exitCode", "durationMs", "truncated", "timedOut", "signal", "stdoutBytes", "stderrBytes", "stdoutSha256", "stderrSha256");
        exit.GetProperty("durationMs").GetInt64().Should().BeGreaterThanOrEqualTo(0);
        string.Join(' ', exit.EnumerateObject().Where(field => field.Name != "durationMs").Select(field => field.Value.GetRawText())).Should().Be(
            $"false 7 false false null 4 5 \"{"out\n"u8.ToArray().Sha256()}\" \"{"error"u8.ToArray().Sha256()}\"");
    }

    [Fact]
    public async Task A_command_that_says_nothing_has_the_hash_of_nothing()
    {
        var frames = await computer.RunAsync("true");

        frames.Select(frame => frame.Event).Should().Equal("exec_started", "exit");
        frames.Exit().GetProperty("stdoutBytes").GetInt64().Should().Be(0);
        frames.Exit().GetProperty("stdoutSha256").GetString().Should().Be("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    [Theory]
    [InlineData("KILL", 137)]
    [InlineData("TERM", 143)]
    [InlineData("SEGV", 139)]
    [InlineData("USR1", 138)]
    public async Task A_command_that_a_signal_ended_names_it(string signal, int exitCode)
    {
        var frames = await computer.RunAsync($"kill -{signal} $$; sleep 1000");

        frames.Exit().GetProperty("signal").GetString().Should().Be("SIG" + signal);
        frames.Exit().GetProperty("exitCode").GetInt32().Should().Be(exitCode);
        frames.Exit().GetProperty("timedOut").GetBoolean().Should().BeFalse();
    }

    private static string Octal(string character) =>
        string.Concat(Encoding.UTF8.GetBytes(character).Select(b => $" '\\{Convert.ToString(b, 8).PadLeft(3, '0')}'"));
}
