using Flapjack.ReferenceBackend.Resources.Mcp;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.Mcp;

/// <summary>No MCP server fills the memory of the backend, keeps a program running, or has credentials sent to another server.</summary>
public sealed class McpLimitsTests(TestBackend backend, McpTestServer server) : IClassFixture<TestBackend>, IClassFixture<McpTestServer>, IDisposable
{
    private const string TooMuch = "The server sent more than 8 MiB before it had told its tools.";

    private readonly TempFolder _folder = new();

    private string IdFile => _folder["id"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/endless")]
    [InlineData("/endless-event")]
    public async Task A_server_that_sends_without_an_end_is_given_up(string path) => (await ErrorOfAsync(server.Body(path))).Should().Be(TooMuch);

    [Fact]
    public async Task A_program_that_writes_without_an_end_is_given_up_and_ended()
    {
        (await ErrorOfAsync(McpProgram.EndlessBody(IdFile))).Should().Be(TooMuch);

        await HostProcesses.EndPromptlyAsync(HostProcesses.Read(await File.ReadAllTextAsync(IdFile)));
    }

    [Theory]
    [InlineData(McpConnection.MaxTools, null)]
    [InlineData(McpConnection.MaxTools + 1, "The server has 1001 tools, but may have at most 1000.")]
    public async Task A_server_may_have_a_thousand_tools(int tools, string? error)
    {
        server.ManyTools = tools;

        (await ErrorOfAsync(server.Body("/many"))).Should().Be(error);
    }

    [Fact]
    public async Task A_server_that_names_another_server_for_its_messages_is_given_up_before_anything_is_sent_there()
    {
        var other = new McpTestServer();
        await other.InitializeAsync();

        var error = await ErrorOfAsync(server.Body($"/elsewhere?to=http://127.0.0.1:{other.Port}/mcp", "sse"));
        await other.DisposeAsync();

        error.Should().Be("The server wants its messages sent to another server, which this backend does not do.");
        other.Paths.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_program_ends_with_the_request_that_is_cut_off_and_with_the_backend(bool disposes)
    {
        await using var own = await TestBackend.StartAsync();
        var id = (await own.PostAsync("/api/mcps", McpProgram.DeafBody(IdFile))).Text("id");
        using var cut = new CancellationTokenSource();
        var test = own.Client.PostAsync($"/api/mcps/{id}/test", null, cut.Token);
        await Eventually.HoldsAsync(() => File.Exists(IdFile) && File.ReadAllText(IdFile).EndsWith('\n'), "the program starts");

        await (disposes ? own.Backend.DisposeAsync().AsTask() : cut.CancelAsync());

        await HostProcesses.EndPromptlyAsync(HostProcesses.Read(await File.ReadAllTextAsync(IdFile)));
        await ((Task)test).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private async Task<string?> ErrorOfAsync(string body)
    {
        var id = (await backend.PostAsync("/api/mcps", body)).Text("id");
        var answer = await backend.PostAsync($"/api/mcps/{id}/test", "");
        return answer.Json.TryGetProperty("error", out var error) ? error.GetString() : null;
    }
}
