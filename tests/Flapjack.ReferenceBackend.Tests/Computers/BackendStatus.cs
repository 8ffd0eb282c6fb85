using System.Text.Json;

namespace Flapjack.ReferenceBackend.Tests.Computers;

internal static class BackendStatus
{
    /// <summary>The computer's status, as a status call tells it now.</summary>
    public static async Task<string> StatusOfAsync(this FlapjackBackend backend, string agentId)
    {
        using var client = new HttpClient(backend.CreateHandler());
        client.DefaultRequestHeaders.Authorization = new("Bearer", backend.ApiKey);
        using var body = JsonDocument.Parse(await client.GetStringAsync(new Uri(backend.BaseAddress, $"/api/agents/{agentId}/computer/status")));
        return body.RootElement.GetProperty("computer").GetProperty("status").GetString()!;
    }
}
