using System.Text.Json;
using AgentComputer.ReferenceBackend.Operations;
using AgentComputer.ReferenceBackend.Tests.Api;

namespace AgentComputer.ReferenceBackend.Tests.Crash;

/// <summary>A backend is killed in the middle of an operation. Its successor says how the operation ended, and nothing is half made.</summary>
public sealed class KilledOperationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public async Task A_creation_has_failed_and_so_has_its_computer(string side)
    {
        var (computer, operation) = await KillAsync($"{side} computer.create", async (host, _) => await SendAsync(host, HttpMethod.Post, "/v1/computers", "{}"), isThere: false);
        await using var backend = await TestBackend.StartAsync(options => options.DataDirectory = _folder.Path);

        ShouldHaveFailed(backend, operation);
        var shown = await ShownAsync(backend, computer);
        shown.Text("computer", "state").Should().Be("failed");
        shown.Text("computer", "failure_reason").Should().Be(OperationRunner.CutOff);
        shown.Has("operation").Should().BeFalse();
        await DeleteAsync(backend, computer);
        Directory.Exists(Path.Combine(_folder.Path, "computers", computer)).Should().BeFalse();
    }

    [Theory]
    [InlineData("before", "stopped")]
    [InlineData("after", "running")]
    public async Task A_start_has_failed_and_the_computer_is_whole_either_way(string side, string state)
    {
        var (computer, operation) = await KillAsync($"{side} computer.start", async (host, id) =>
        {
            await EndAsync(host, await SendAsync(host, HttpMethod.Post, $"/v1/computers/{id}/actions/stop"));
            return await SendAsync(host, HttpMethod.Post, $"/v1/computers/{id}/actions/start");
        });
        await using var backend = await TestBackend.StartAsync(options => options.DataDirectory = _folder.Path);

        ShouldHaveFailed(backend, operation);
        (await ShownAsync(backend, computer)).Text("computer", "state").Should().Be(state);
        await ActAsync(backend, computer, "start");
        (await ShownAsync(backend, computer)).Text("computer", "state").Should().Be("running");
    }

    [Theory]
    [InlineData("before", "running")]
    [InlineData("after", "stopped")]
    public async Task A_stop_has_failed_and_the_computer_is_whole_either_way(string side, string state)
    {
        var (computer, operation) = await KillAsync($"{side} computer.stop", (host, id) => SendAsync(host, HttpMethod.Post, $"/v1/computers/{id}/actions/stop"));
        await using var backend = await TestBackend.StartAsync(options => options.DataDirectory = _folder.Path);

        ShouldHaveFailed(backend, operation);
        (await ShownAsync(backend, computer)).Text("computer", "state").Should().Be(state);
        await ActAsync(backend, computer, "stop");
        (await ShownAsync(backend, computer)).Text("computer", "state").Should().Be("stopped");
    }

    [Fact]
    public async Task A_resize_that_had_not_happened_has_failed_and_changed_nothing()
    {
        var (computer, operation) = await KillAsync(
            "before computer.resize", (host, id) => SendAsync(host, HttpMethod.Post, $"/v1/computers/{id}/actions/resize", """{"size_preset":"ram-8g"}"""));
        await using var backend = await TestBackend.StartAsync(options => options.DataDirectory = _folder.Path);

        ShouldHaveFailed(backend, operation);
        var shown = await ShownAsync(backend, computer);
        shown.Text("computer", "state").Should().Be("running");
        shown.Text("computer", "size_preset").Should().Be("ram-2g");
        shown.Text("computer", "failure_reason").Should().Be(OperationRunner.CutOff);
        backend.Backend.Parts.House.Computers.Find(computer)!.Setup!.Measures.MemoryBytes.Should().Be(2L << 30);
    }

    [Fact]
    public async Task A_resize_that_had_happened_has_succeeded_because_its_end_is_stored_with_it()
    {
        var (computer, operation) = await KillAsync(
            "after computer.resize", (host, id) => SendAsync(host, HttpMethod.Post, $"/v1/computers/{id}/actions/resize", """{"size_preset":"ram-8g"}"""));
        await using var backend = await TestBackend.StartAsync(options => options.DataDirectory = _folder.Path);

        StatusOf(backend, operation).Should().Be("succeeded");
        (await ShownAsync(backend, computer)).Text("computer", "size_preset").Should().Be("ram-8g");
        backend.Backend.Parts.House.Computers.Find(computer)!.Setup!.Measures.MemoryBytes.Should().Be(8L << 30);
    }

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public async Task A_deletion_is_brought_to_its_end_and_has_succeeded(string side)
    {
        var (computer, operation) = await KillAsync($"{side} computer.delete", (host, id) => SendAsync(host, HttpMethod.Delete, $"/v1/computers/{id}"));
        await using var backend = await TestBackend.StartAsync(options => options.DataDirectory = _folder.Path);

        StatusOf(backend, operation).Should().Be("succeeded");
        (await backend.GetAsync($"/v1/computers/{computer}")).ShouldBeRefused(404, "not_found");
        Directory.Exists(Path.Combine(_folder.Path, "computers", computer)).Should().BeFalse();
        Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "journals")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_computer_of_an_earlier_process_is_deleted_with_its_files_at_once()
    {
        string computer;
        using (var host = await CrashHost.StartAsync(_folder.Path))
        {
            computer = await CreateAsync(host);
            await host.KillAsync();
        }

        await using var backend = await TestBackend.StartAsync(options => options.DataDirectory = _folder.Path);
        await DeleteAsync(backend, computer);

        Directory.Exists(Path.Combine(_folder.Path, "computers", computer)).Should().BeFalse();
    }

    // The keys of the killed host belong to the default workspace, as the key of the test's backend does.
    private async Task<(string Computer, string Operation)> KillAsync(string held, Func<CrashHost, string, Task<JsonElement>> begin, bool isThere = true)
    {
        using var host = await CrashHost.StartAsync(_folder.Path, held);
        var answer = await begin(host, isThere ? await CreateAsync(host) : "");
        await host.HeldAsync();
        await host.KillAsync();
        return (answer.GetProperty("computer").GetProperty("id").GetString()!, answer.GetProperty("operation").GetProperty("id").GetString()!);
    }

    private static async Task<string> CreateAsync(CrashHost host)
    {
        var created = await SendAsync(host, HttpMethod.Post, "/v1/computers", "{}");
        await EndAsync(host, created);
        return created.GetProperty("computer").GetProperty("id").GetString()!;
    }

    private static async Task EndAsync(CrashHost host, JsonElement answer) =>
        (await TestBackend.EndedAsync(host.Client, answer.GetProperty("operation").GetProperty("id").GetString()!)).GetProperty("status").GetString().Should().Be("succeeded");

    private static async Task<JsonElement> SendAsync(CrashHost host, HttpMethod method, string path, string? body = null)
    {
        var answer = await TestBackend.SendAsync(host.Client, method, path, body);
        answer.Status.Should().Be(202, answer.Body);
        return answer.Json;
    }

    private static Task<HttpAnswer> ShownAsync(TestBackend backend, string computer) => backend.GetAsync($"/v1/computers/{computer}");

    private static async Task ActAsync(TestBackend backend, string computer, string action)
    {
        var answer = await backend.PostAsync($"/v1/computers/{computer}/actions/{action}");
        answer.Status.Should().Be(202, answer.Body);
        if (answer.Has("operation"))
        {
            await backend.SucceededAsync(answer);
        }
    }

    private static async Task DeleteAsync(TestBackend backend, string computer) => await backend.SucceededAsync(await backend.DeleteAsync($"/v1/computers/{computer}"));

    private static void ShouldHaveFailed(TestBackend backend, string operation)
    {
        var ended = backend.Backend.Parts.Operations.Find(backend.Backend.WorkspaceId, operation);
        ended.Status.Should().Be("failed");
        ended.ErrorMessage.Should().Be(OperationRunner.CutOff);
    }

    private static string StatusOf(TestBackend backend, string operation) => backend.Backend.Parts.Operations.Find(backend.Backend.WorkspaceId, operation).Status;
}
