using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace AgentComputer.ReferenceBackend.Tests;

public sealed class BackendLifetimeTests
{
    [Fact]
    public async Task A_computer_is_created_runs_stops_starts_and_is_deleted()
    {
        await using var backend = await AgentComputerBackend.StartAsync();
        using var http = new HttpClient(backend.CreateHandler()) { BaseAddress = backend.BaseAddress };
        http.DefaultRequestHeaders.Authorization = new("Bearer", backend.ApiKey);

        var created = await (await http.PostAsJsonAsync("/v1/computers", new { handle = "box" })).Content.ReadFromJsonAsync<JsonObject>();
        var id = (string)created!["computer"]!["id"]!;
        await OperationAsync(http, created);
        (await StateAsync(http, id)).Should().Be("running");

        await OperationAsync(http, (await (await http.PostAsync($"/v1/computers/{id}/actions/stop", null)).Content.ReadFromJsonAsync<JsonObject>())!);
        (await StateAsync(http, id)).Should().Be("stopped");

        await OperationAsync(http, (await (await http.PostAsync($"/v1/computers/{id}/actions/start", null)).Content.ReadFromJsonAsync<JsonObject>())!);
        (await StateAsync(http, id)).Should().Be("running");

        await OperationAsync(http, (await (await http.DeleteAsync($"/v1/computers/{id}")).Content.ReadFromJsonAsync<JsonObject>())!);
        (await http.GetAsync($"/v1/computers/{id}")).StatusCode.Should().Be(System.Net.HttpStatusCode.NotFound);
    }

    private static async Task<string> StateAsync(HttpClient http, string id) => (string)(await http.GetFromJsonAsync<JsonObject>($"/v1/computers/{id}"))!["computer"]!["state"]!;

    private static Task OperationAsync(HttpClient http, JsonObject answer) => Eventually.HoldsAsync(
        async () =>
        (string?)(await http.GetFromJsonAsync<JsonObject>($"/v1/operations/{(string)answer["operation"]!["id"]!}"))!["operation"]!["status"] == "succeeded",
        "the operation ends");
}
