using System.Text.Json;
using AgentComputer.ReferenceBackend.Operations;
using AgentComputer.ReferenceBackend.Tests.Api;

namespace AgentComputer.ReferenceBackend.Tests.Crash;

/// <summary>A backend is killed while it copies a computer's files. Its successor offers no half snapshot, and nothing is left of it.</summary>
public sealed class KilledSnapshotTests : IDisposable
{
    private const int Tries = 5;

    private readonly TempFolder _folder = new();

    private string Snapshots => Path.Combine(_folder.Path, "snapshots");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_snapshot_that_was_cut_off_has_failed_is_not_offered_and_leaves_nothing()
    {
        var (computer, sleeping, snapshot, operation) = await KillInTheMiddleAsync();
        await using var backend = await TestBackend.StartAsync(options => options.DataDirectory = _folder.Path);

        var ended = backend.Backend.Parts.Operations.Find(backend.Backend.WorkspaceId, operation);
        (ended.Status, ended.ErrorMessage).Should().Be(("failed", OperationRunner.CutOff));
        var shown = await backend.GetAsync($"/v1/snapshots/{snapshot}");
        (shown.Text("snapshot", "state"), shown.Text("snapshot", "failure_reason")).Should().Be(("failed", OperationRunner.CutOff));
        (await backend.PostAsync($"/v1/snapshots/{snapshot}/restore", "{}")).ShouldBeRefused(409, "conflict", snapshot);
        (await backend.PostAsync("/v1/computers", $$$"""{"source":{"kind":"snapshot","snapshot_id":"{{{snapshot}}}"}}""")).ShouldBeRefused(409, "conflict", snapshot);
        await Eventually.HoldsAsync(() => !Directory.EnumerateFileSystemEntries(Snapshots).Any(path => Path.GetFileName(path).StartsWith(snapshot, StringComparison.Ordinal)), "the half copy is removed");
        HostProcesses.IsAlive(sleeping).Should().BeFalse("a process that stood still for the copy must not stand still for ever");

        await ShouldWorkAsync(backend, computer);
    }

    // The computer is whole, and its next snapshot too.
    private async Task ShouldWorkAsync(TestBackend backend, string computer)
    {
        (await backend.GetAsync($"/v1/computers/{computer}")).Text("computer", "state").Should().Be("running");
        var again = await backend.PostAsync($"/v1/computers/{computer}/snapshots");
        again.Status.Should().Be(202, again.Body);
        await backend.SucceededAsync(again);
        Directory.EnumerateFiles(Path.Combine(Snapshots, again.Text("snapshot", "id")), "file*", SearchOption.AllDirectories).Should().HaveCountGreaterThan(1000);
        await backend.SucceededAsync(await backend.DeleteAsync($"/v1/snapshots/{again.Text("snapshot", "id")}"));
        await backend.SucceededAsync(await backend.DeleteAsync($"/v1/computers/{computer}"));
        Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "computers")).Should().BeEmpty();
        Directory.EnumerateFileSystemEntries(Snapshots).Should().BeEmpty();
    }

    private async Task<(string Computer, int Sleeping, string Snapshot, string Operation)> KillInTheMiddleAsync()
    {
        string? computer = null;
        for (var tried = 1; tried <= Tries; tried++)
        {
            using var host = await CrashHost.StartAsync(_folder.Path);
            computer ??= await CreateAsync(host);
            Fill(computer, tried);
            var sleeping = HostProcesses.Read((await SendAsync(host, $"/v1/computers/{computer}/exec", """{"command":["sh","-c","sleep 1000 >/dev/null 2>&1 & echo $!"]}""", 200)).GetProperty("stdout").GetString()!)[0];

            var begun = await SendAsync(host, $"/v1/computers/{computer}/snapshots", null, 202);
            var snapshot = begun.GetProperty("snapshot").GetProperty("id").GetString()!;
            await Eventually.HoldsAsync(() => Directory.Exists($"{PathOf(snapshot)}.new") || Directory.Exists(PathOf(snapshot)), "the copy begins");
            await host.KillAsync();

            if (!Directory.Exists(PathOf(snapshot)))
            {
                Directory.Exists($"{PathOf(snapshot)}.new").Should().BeTrue("the copy was being made");
                return (computer, sleeping, snapshot, begun.GetProperty("operation").GetProperty("id").GetString()!);
            }
        }

        throw new InvalidOperationException($"In {Tries} tries the copy was made before the backend could be killed.");
    }

    // Each try has more to copy.
    private void Fill(string computer, int tried)
    {
        var workspace = Path.Combine(_folder.Path, "computers", computer, "home", "workspace", $"try{tried}");
        for (var i = 0; i < 4_000 * tried; i++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(workspace, $"folder{i / 100}"));
            File.WriteAllText(Path.Combine(folder.FullName, $"file{i}"), "content");
        }
    }

    private string PathOf(string snapshot) => Path.Combine(Snapshots, snapshot);

    private static async Task<string> CreateAsync(CrashHost host)
    {
        var created = await SendAsync(host, "/v1/computers", "{}", 202);
        await TestBackend.EndedAsync(host.Client, created.GetProperty("operation").GetProperty("id").GetString()!);
        return created.GetProperty("computer").GetProperty("id").GetString()!;
    }

    private static async Task<JsonElement> SendAsync(CrashHost host, string path, string? body, int status)
    {
        var answer = await TestBackend.SendAsync(host.Client, HttpMethod.Post, path, body);
        answer.Status.Should().Be(status, answer.Body);
        return answer.Json;
    }
}
