using System.Text;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Exec;

public sealed class TextRoundTripTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    public static TheoryData<string> Texts => [.. NastyTexts.All];

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Text_in_a_command_comes_back_on_standard_output(string text)
    {
        var result = await computer.RunAsync($"printf %s {Quoted(text)}");

        result.EnsureSuccess().Stdout.Should().Be(text);
        result.Stderr.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Text_in_a_command_comes_back_on_standard_error(string text)
    {
        var result = await computer.RunAsync($"printf %s {Quoted(text)} >&2");

        result.EnsureSuccess().Stderr.Should().Be(text);
        result.Stdout.Should().BeEmpty();
    }

    [Fact]
    public async Task Every_environment_variable_comes_back_as_it_was_given()
    {
        var envVars = NastyTexts.All.Select((text, i) => new ComputerEnvVar($"NASTY_{i}", text)).ToArray();
        var agentId = await computer.Client.CreateReadyAsync(new() { Name = "nasty", Template = ComputerTemplate.Blank, EnvVars = envVars });

        var result = await computer.Client.RunAsync(agentId, string.Concat(envVars.Select(v => $"printf '%s\\0' \"${v.Key}\"\n")));

        result.EnsureSuccess().Stdout.Split('\0').SkipLast(1).Should().Equal(NastyTexts.All);
        result.Stderr.Should().BeEmpty();
    }

    [Fact]
    public async Task An_environment_variable_reaches_the_children_of_a_command_too()
    {
        var agentId = await computer.Client.CreateReadyAsync(
            new() { Name = "child", Template = ComputerTemplate.Blank, EnvVars = [new("GREETING", "it's $HOME\n`id`")] });

        var result = await computer.Client.RunAsync(agentId, """env -0 | grep -z ^GREETING= | tr -d '\0'""");

        result.EnsureSuccess().Stdout.Should().Be("GREETING=it's $HOME\n`id`");
    }

    [Fact]
    public async Task A_here_document_keeps_every_character_between_its_ends()
    {
        const string Document = "it's \"quoted\" $HOME `id` \\n \\\\ \t tab\n\n  indented ✓ 😀\n'EOF\nEOF x";

        var result = await computer.RunAsync($"cat <<'EOF'\n{Document}\nEOF\necho $? >&2");

        result.Stdout.Should().Be(Document + "\n");
        result.Stderr.Should().Be("0\n");
    }

    [Fact]
    public async Task A_command_of_100_KB_arrives_whole()
    {
        var text = string.Concat(Enumerable.Range(0, 5_000).Select(i => $"{i:D5} it’s 😀 éש\n"));
        Encoding.UTF8.GetByteCount(text).Should().BeInRange(100_000, 131_000);

        var result = await computer.RunAsync($"printf %s '{text}'");

        result.EnsureSuccess().Stdout.Should().Be(text);
    }

    [Fact]
    public async Task A_command_may_be_as_long_as_Linux_takes_and_no_byte_longer()
    {
        var longest = "echo end #" + new string('x', 131_071 - 10);

        var result = await computer.RunAsync(longest);
        var tooLong = () => computer.RunAsync(longest + "x");

        result.EnsureSuccess().Stdout.Should().Be("end\n");
        (await tooLong.Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be("INVALID_COMMAND");
    }

    [Fact]
    public async Task A_character_that_is_written_in_two_halves_arrives_as_one()
    {
        var latch = computer.NewLatch();
        await using var events = computer.Exec($@"printf 'a\xf0\x9f'; {latch.Wait}; printf '\x98\x80b'").GetAsyncEnumerator();

        var first = await events.NextStdoutAsync();
        latch.Open();
        var second = await events.NextStdoutAsync();

        (first, second).Should().Be(("a", "😀b"));
    }

    [Fact]
    public async Task Characters_on_the_boundaries_of_the_chunks_stay_whole()
    {
        const string Line = "a é ש ✓ 😀 ";
        var expected = string.Concat(Enumerable.Repeat(Line, 50_000));
        var chunks = new List<string>();

        await foreach (var item in computer.Exec($"for i in {{1..500}}; do printf '{Line}%.0s' {{1..100}}; done"))
        {
            chunks.AddRange(item is ExecStdoutEvent output ? [output.Chunk] : []);
        }

        chunks.Count.Should().BeGreaterThan(10);
        string.Concat(chunks).Should().Be(expected);
        chunks.Should().NotContain(chunk => char.IsLowSurrogate(chunk[0]) || chunk.Contains('\uFFFD'));
    }

    [Theory]
    [InlineData(@"a\xffb", "a\uFFFDb")]
    [InlineData(@"a\xf0\x9f", "a\uFFFD")]
    [InlineData(@"\xc3", "\uFFFD")]
    [InlineData(@"a\0b", "a\0b")]
    public async Task Output_that_is_not_text_is_shown_as_well_as_it_can_be(string bytes, string shown)
    {
        var result = await computer.RunAsync($"printf '{bytes}'; echo; printf '{bytes}' >&2");

        result.EnsureSuccess().Stdout.Should().Be(shown + "\n");
        result.Stderr.Should().Be(shown);
    }

    [Fact]
    public async Task Noise_does_not_break_the_stream()
    {
        var result = await computer.RunAsync("head -c 300000 /dev/urandom; head -c 300000 /dev/urandom >&2; printf end");

        result.EnsureSuccess().Stdout.Should().EndWith("end");
        result.Stderr.Should().Contain("\uFFFD");
    }

    [Fact]
    public async Task A_bootstrap_log_keeps_the_same_characters()
    {
        using var repository = await LocalRepository.CreateAsync();
        await using var own = await ReadyComputer.StartAsync(repository.Rewrites());
        var text = string.Join("|", NastyTexts.All.Select(t => t.ReplaceLineEndings(" ")));
        var created = await own.Client.CreateAgentFromTemplateAsync(new()
        {
            Name = "log",
            Template = ComputerTemplate.Blank,
            Repo = new() { Url = LocalRepository.Url, InstallCmd = $"printf %s {Quoted(text)}" },
        });

        var log = string.Concat(await own.Client.StreamBootstrapAsync(created.Agent.Id, Limit.Token).OfType<BootstrapLogEvent>().Select(l => l.Chunk).ToListAsync());

        log.Should().Contain($"$ printf %s {Quoted(text)}\n{text}");
    }

    private static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
