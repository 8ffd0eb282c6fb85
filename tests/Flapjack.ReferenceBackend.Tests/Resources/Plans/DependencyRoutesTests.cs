using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Resources.Threads;

namespace Flapjack.ReferenceBackend.Tests.Resources.Plans;

/// <summary>The routes of dependencies. <see cref="TodoDependenciesTests"/> tests their rules.</summary>
public sealed class DependencyRoutesTests(BackendWithAgent backend) : IClassFixture<BackendWithAgent>
{
    [Fact]
    public async Task A_dependency_is_added_listed_and_removed()
    {
        var (path, first, second) = await CreateAsync();
        var dependency = $$"""{"todo_id":"{{second}}","blocker_id":"{{first}}"}""";

        var added = await SendAsync("POST", $"{path}/todos/{second}/deps", first.ToUpperInvariant());
        var listed = await backend.SendAsync("GET", $"{path}/todos/{second}/deps");
        var blocked = await backend.SendAsync("GET", path + "/ready");
        var removed = await SendAsync("DELETE", $"{path}/todos/{second}/deps", first);
        var free = await backend.SendAsync("GET", path + "/ready");

        (added.Status, added.Body).Should().Be((201, dependency));
        (listed.Status, listed.Body).Should().Be((200, $"[{dependency}]"));
        blocked.Json.EnumerateArray().Select(todo => todo.GetProperty("content").GetString()).Should().Equal("First");
        (removed.Status, removed.Body).Should().Be((204, ""));
        free.Json.EnumerateArray().Select(todo => todo.GetProperty("content").GetString()).Should().Equal("First", "Second");
        (await SendAsync("DELETE", $"{path}/todos/{second}/deps", first)).ShouldBeRefused(404, "NOT_FOUND");
    }

    [Fact]
    public async Task A_circle_is_refused_with_422()
    {
        var (path, first, second) = await CreateAsync();
        await SendAsync("POST", $"{path}/todos/{second}/deps", first);

        var circle = await SendAsync("POST", $"{path}/todos/{first}/deps", second);

        circle.ShouldBeRefused(422, "INVALID_BLOCKER_ID");
        circle.Text("detail").Should().Contain(first).And.Contain(second);
    }

    private Task<HttpAnswer> SendAsync(string method, string path, string blockerId) => backend.SendAsync(method, path, $$"""{"blockerId":"{{blockerId}}"}""");

    private async Task<(string Path, string First, string Second)> CreateAsync()
    {
        var threadId = await backend.CreateThreadAsync();
        var plan = await backend.SendAsync("POST", "/api/plans", $$"""{"threadId":"{{threadId}}","title":"x","todos":[{"content":"First"},{"content":"Second"}]}""");
        var todos = plan.Json.GetProperty("todos");
        return ("/api/plans/" + plan.Text("id"), todos[0].GetProperty("id").GetString()!, todos[1].GetProperty("id").GetString()!);
    }
}
