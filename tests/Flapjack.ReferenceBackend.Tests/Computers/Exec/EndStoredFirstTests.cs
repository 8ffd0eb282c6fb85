using System.Text;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

/// <summary>The store has the end of a command before its journal has it. A backend that is killed between the two leaves a journal without its last frame.</summary>
public sealed class EndStoredFirstTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_next_backend_tells_the_end_that_the_store_has()
    {
        string agent, exec;
        await using (var first = await StartAsync())
        {
            agent = await first.CreateReadyAgentAsync();
            using var stream = await first.ExecAsync(agent, "echo here; exit 3");
            exec = (await stream.ReadFramesAsync())[0].ExecId();
        }

        CutOffLastFrame(Path.Combine(_folder.Path, "journals", $"{exec}.0"));

        await using var second = await StartAsync();
        using var again = await SseStream.OpenAsync(second.Client, new(HttpMethod.Get, $"/api/agents/{agent}/computer/exec/{exec}"));
        var frames = await again.ReadFramesAsync();

        frames.Select(frame => frame.Event).Should().Equal("exec_started", "stdout", "exit");
        frames[^1].Data.GetProperty("exitCode").GetInt32().Should().Be(3);
        (await second.Backend.ReadAuditLogAsync(agent)).Count(row => row.Action == "exec").Should().Be(1);
    }

    private static void CutOffLastFrame(string file)
    {
        var text = File.ReadAllText(file, Encoding.UTF8);
        var last = text.LastIndexOf("id: ", StringComparison.Ordinal);
        text[last..].Should().Contain("event: exit");
        File.WriteAllText(file, text[..last]);
    }

    private Task<TestBackend> StartAsync() => TestBackend.StartAsync(options => options.DataDirectory = _folder.Path);
}
