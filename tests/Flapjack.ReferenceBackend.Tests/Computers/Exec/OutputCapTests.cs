using System.Text;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

/// <summary>The cap of a command's output, over the wire.</summary>
public sealed class OutputCapTests
{
    private const int Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData(999, false)]
    [InlineData(1000, false)]
    [InlineData(1001, true)]
    public async Task Only_what_lies_beyond_the_cap_is_dropped(int length, bool truncated)
    {
        await using var computer = await CappedAsync(1000);

        var frames = await computer.RunAsync($"head -c {length} /dev/zero | tr '\\0' x");

        frames.Exit().GetProperty("truncated").GetBoolean().Should().Be(truncated);
        frames.Any(frame => frame.Event == "output_dropped").Should().Be(truncated);
        frames.Exit().GetProperty("stdoutBytes").GetInt64().Should().Be(length);
        frames.BytesOf("stdout").Should().HaveCount(Math.Min(length, 1000));
    }

    [Fact]
    public async Task Ten_MiB_past_the_cap_the_two_halves_and_the_hash_of_all_are_exact()
    {
        await using var computer = await CappedAsync(Mebibyte);

        var frames = await computer.RunAsync("seq 1 1600000 | head -c 11534336 | tee $HOME/all");

        var all = await File.ReadAllBytesAsync(computer.InHome("all"));
        var dropped = frames.Single(frame => frame.Event == "output_dropped");
        var (from, to) = Range(dropped);
        dropped.Data.EnumerateObject().Select(field => field.Name).Should().Equal("stream", "fromByte", "toByte");
        dropped.Data.GetProperty("stream").GetString().Should().Be("stdout");
        frames.TakeWhile(frame => frame != dropped).BytesOf("stdout").Should().Equal(all[..from]);
        frames.SkipWhile(frame => frame != dropped).BytesOf("stdout").Should().Equal(all[to..]);
        from.Should().Be(Mebibyte / 2);
        (to - from).Should().Be(all.Length - Mebibyte);
        frames.Exit().GetProperty("truncated").GetBoolean().Should().BeTrue();
        frames.Exit().GetProperty("stdoutBytes").GetInt64().Should().Be(all.Length);
        frames.Exit().GetProperty("stdoutSha256").GetString().Should().Be(all.Sha256());
    }

    [Fact]
    public async Task Both_outputs_share_the_cap_and_each_is_exact()
    {
        await using var computer = await CappedAsync(200_000);

        var frames = await computer.RunAsync("""
            for i in 1 2 3 4 5 6; do seq 1 20000 | tee -a $HOME/out; seq 20000 -1 1 | tee -a $HOME/err >&2; done
            """);

        var delivered = 0;
        foreach (var (output, file) in new[] { ("stdout", "out"), ("stderr", "err") })
        {
            var all = await File.ReadAllBytesAsync(computer.InHome(file));
            var (from, to) = Range(frames.Single(frame => frame.Event == "output_dropped" && frame.Data.GetProperty("stream").GetString() == output));
            var bytes = frames.BytesOf(output);
            bytes.Should().Equal([.. all[..from], .. all[to..]]);
            frames.TakeWhile(frame => frame.Event != "output_dropped").BytesOf(output).Should().HaveCount(from);
            frames.Exit().GetProperty(output + "Bytes").GetInt64().Should().Be(all.Length);
            frames.Exit().GetProperty(output + "Sha256").GetString().Should().Be(all.Sha256());
            delivered += bytes.Length;
        }

        delivered.Should().Be(200_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    public async Task Tiny_caps_are_kept_too_and_cut_no_character(int cap)
    {
        await using var computer = await CappedAsync(cap);

        var frames = await computer.RunAsync("printf 'a€é𝄞z𝄞€'");

        var all = Encoding.UTF8.GetBytes("a€é𝄞z𝄞€");
        var (from, to) = Range(frames.Single(frame => frame.Event == "output_dropped"));
        frames.BytesOf("stdout").Should().Equal([.. all[..from], .. all[to..]]);
        frames.BytesOf("stdout").Length.Should().BeLessThanOrEqualTo(cap);
        frames.Should().NotContain(frame => frame.Text.Contains("chunkBase64"));
        frames.Where(frame => frame.Event == "stdout").Should().NotContain(frame => frame.Chunk.Length == 0);
        frames.Exit().GetProperty("truncated").GetBoolean().Should().BeTrue();
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(15)]
    public async Task Output_of_exactly_the_cap_is_whole_though_a_character_lies_across_its_middle(int characters)
    {
        await using var computer = await CappedAsync(characters * 4);
        var text = string.Concat(Enumerable.Repeat("𝄞", characters));

        var frames = await computer.RunAsync($"printf '{text}'");

        frames.Printed().Should().Be(text);
        frames.Should().NotContain(frame => frame.Event == "output_dropped");
        frames.Exit().GetProperty("truncated").GetBoolean().Should().BeFalse();
    }

    [Fact]
    public async Task The_first_half_is_seen_before_the_command_ends()
    {
        await using var computer = await CappedAsync(1000);
        using var stream = await computer.ExecAsync($"printf '%0500d'; {ReadyComputer.WaitAt("half")}; printf '%0700d' 1");

        var live = "";
        while (live.Length < 500)
        {
            live += (await stream.ReadUntilAsync(frame => frame.Event == "stdout")).Chunk;
        }

        computer.Open("half");
        var rest = await stream.ReadFramesAsync();

        live.Should().Be(new string('0', 500));
        rest.Select(frame => frame.Event).Should().Equal("output_dropped", "stdout", "exit");
        Range(rest[0]).Should().Be((500, 700));
        rest[1].Chunk.Should().Be(new string('0', 499) + "1");
    }

    [Fact]
    public async Task Without_a_cap_all_of_it_arrives()
    {
        await using var computer = await CappedAsync(null);

        var frames = await computer.RunAsync("head -c 3000000 /dev/zero | tr '\\0' x");

        frames.BytesOf("stdout").Should().HaveCount(3_000_000);
        frames.Exit().GetProperty("truncated").GetBoolean().Should().BeFalse();
    }

    private static Task<ReadyComputer> CappedAsync(long? cap) => ReadyComputer.StartAsync(options => options.MaxOutputBytes = cap);

    private static (int From, int To) Range(SseFrame dropped) =>
        (dropped.Data.GetProperty("fromByte").GetInt32(), dropped.Data.GetProperty("toByte").GetInt32());
}
