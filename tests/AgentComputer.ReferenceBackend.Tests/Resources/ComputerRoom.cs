using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace AgentComputer.ReferenceBackend.Tests.Resources;

/// <summary>A backend with one computer, and calls of it in literal JSON.</summary>
public sealed class ComputerRoom : IAsyncDisposable
{
    private readonly HttpClient _http;

    private ComputerRoom(AgentComputerBackend backend)
    {
        Backend = backend;
        _http = new(backend.CreateHandler()) { BaseAddress = backend.BaseAddress };
        _http.DefaultRequestHeaders.Authorization = new("Bearer", backend.ApiKey);
    }

    public AgentComputerBackend Backend { get; }

    /// <summary>The id of the computer.</summary>
    public string Id { get; private set; } = "";

    /// <summary>Where a computer's workspace lies on this machine.</summary>
    public string Workspace(string? id = null) => Path.Combine(Backend.DataDirectory!, "computers", id ?? Id, "home", "workspace");

    public static async Task<ComputerRoom> StartAsync(AgentComputerBackendOptions? options = null)
    {
        var room = new ComputerRoom(await AgentComputerBackend.StartAsync(options ?? new()));
        var created = await room.SendAsync(HttpMethod.Post, "/v1/computers", "{}");
        room.Id = (string)created["computer"]!["id"]!;
        await room.EndAsync(created);
        return room;
    }

    /// <summary>A call that succeeds, and its answer.</summary>
    public async Task<JsonObject> SendAsync(HttpMethod method, string path, string? json = null)
    {
        using var answer = await RawAsync(method, path, json);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.Should().BeTrue("{0} {1} answered {2}: {3}", method, path, answer.StatusCode, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>A call that is refused: its status, code and message.</summary>
    public async Task<(HttpStatusCode Status, string Code, string Message)> RefusalAsync(HttpMethod method, string path, string? json = null)
    {
        using var answer = await RawAsync(method, path, json);
        var error = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["error"]!;
        return (answer.StatusCode, (string)error["code"]!, (string)error["message"]!);
    }

    public Task<HttpResponseMessage> RawAsync(HttpMethod method, string path, string? json = null) => _http.SendAsync(new(method, path)
    {
        Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"),
    });

    /// <summary>A file operation of the computer, and its answer as text.</summary>
    public async Task<string> FilesAsync(string json, string? id = null) => (await SendAsync(HttpMethod.Post, $"/v1/computers/{id ?? Id}/files/ops", json)).ToJsonString();

    /// <summary>A file operation that is refused.</summary>
    public Task<(HttpStatusCode Status, string Code, string Message)> FilesRefusalAsync(string json) => RefusalAsync(HttpMethod.Post, $"/v1/computers/{Id}/files/ops", json);

    /// <summary>Waits for the operation of an answer, and returns it.</summary>
    public async Task<JsonNode> EndAsync(JsonObject answer, string status = "succeeded")
    {
        JsonNode operation = answer["operation"]!;
        await Eventually.HoldsAsync(
            async () => (operation = (await SendAsync(HttpMethod.Get, $"/v1/operations/{(string)operation["id"]!}"))["operation"]!)["completed_at"] is not null,
            "the operation ends");
        ((string?)operation["status"]).Should().Be(status, "{0}", operation);
        return operation;
    }

    public async Task StopAsync() => await EndAsync(await SendAsync(HttpMethod.Post, $"/v1/computers/{Id}/actions/stop"));

    public async Task<string> StateAsync(string? id = null) => (string)(await SendAsync(HttpMethod.Get, $"/v1/computers/{id ?? Id}"))["computer"]!["state"]!;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Backend.DisposeAsync();
    }
}
