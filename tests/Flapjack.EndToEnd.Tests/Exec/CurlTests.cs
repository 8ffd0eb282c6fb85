using System.Text.Json;

namespace Flapjack.EndToEnd.Tests.Exec;

/// <summary>The first thing that many people try.</summary>
public sealed class CurlTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    [FactWithTools("curl")]
    public async Task Frames_appear_as_they_happen()
    {
        var latch = computer.NewLatch();
        using var curl = Curl($"echo first; {latch.Wait}; echo second >&2; exit 3");

        var before = await ReadUntilAsync(curl, """data: {"chunk":"first\n"}""");
        latch.Open();
        var (exitCode, after, _) = await curl.EndAsync();

        exitCode.Should().Be(0);
        before.Where(line => line.StartsWith("event:", StringComparison.Ordinal)).Should().Equal("event: exec_started", "event: stdout");
        after.Split('\n').Where(line => line.StartsWith("event:", StringComparison.Ordinal)).Should().Equal("event: stderr", "event: exit");
        after.Should().Contain("""data: {"chunk":"second\n"}""").And.Contain("""data: {"ok":false,"exitCode":3,""").And.EndWith("}\n\n");
    }

    [FactWithTools("curl")]
    public async Task Killing_curl_kills_the_command()
    {
        using var curl = Curl("sleep 1000 & echo $$ $! mine; wait");
        var line = (await ReadUntilAsync(curl, " mine\\n\"}"))[^1];
        var family = HostProcesses.Read(line.Split('"')[3].Replace(" mine\\n", "", StringComparison.Ordinal));

        curl.Kill();

        await HostProcesses.EndPromptlyAsync(family);
        family.Should().HaveCount(2);
    }

    private HostProgram Curl(string command) => new(new(
        Path.Combine(HostTools.FolderOf("curl")!, "curl"),
        [
            "-sSN", "--noproxy", "*",
            "-H", $"Authorization: Bearer {computer.Backend.ApiKey}",
            "-H", "Content-Type: application/json",
            "-d", JsonSerializer.Serialize(new { command }),
            new Uri(computer.Backend.BaseAddress, $"api/agents/{computer.AgentId}/computer/exec").AbsoluteUri,
        ]));

    private static async Task<List<string>> ReadUntilAsync(HostProgram program, string end)
    {
        var lines = new List<string>();
        do
        {
            lines.Add(await program.Output.ReadLineAsync(Limit.Token) ?? throw new InvalidOperationException($"curl ended after {string.Join('\n', lines)}"));
        }
        while (!lines[^1].EndsWith(end, StringComparison.Ordinal));

        return lines;
    }
}
