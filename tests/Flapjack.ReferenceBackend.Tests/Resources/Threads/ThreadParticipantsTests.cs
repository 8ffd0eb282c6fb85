using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.Threads;

public sealed class ThreadParticipantsTests(BackendWithAgent backend) : IClassFixture<BackendWithAgent>
{
    [Fact]
    public async Task Participants_are_listed_in_the_order_in_which_they_joined()
    {
        var path = await CreateAsync("multiplayer");

        var first = await PostAsync(path, "zoe");
        var second = await PostAsync(path, "ada");

        first.Status.Should().Be(201, first.Body);
        first.Json.EnumerateObject().Select(field => field.Name).Should().Equal("thread_id", "user_id", "created_at");
        first.Text("user_id").Should().Be("zoe");
        first.Text("created_at").Should().EndWith("Z");
        (await backend.SendAsync("GET", path)).Body.Should().Be($"[{first.Body},{second.Body}]");
    }

    [Fact]
    public async Task A_participant_who_is_added_twice_takes_part_once()
    {
        var path = await CreateAsync("multiplayer");
        var first = await PostAsync(path, "ada");

        var again = await PostAsync(path, "ada");

        (again.Status, again.Body).Should().Be((201, first.Body));
        (await backend.SendAsync("GET", path)).Body.Should().Be($"[{first.Body}]");
    }

    [Fact]
    public async Task A_removed_participant_is_gone()
    {
        var path = await CreateAsync("multiplayer");
        await PostAsync(path, "ada");
        var other = await PostAsync(path, "zoe");

        var removed = await DeleteAsync(path, "ada");

        (removed.Status, removed.Body).Should().Be((204, ""));
        (await backend.SendAsync("GET", path)).Body.Should().Be($"[{other.Body}]");
        (await DeleteAsync(path, "ada")).ShouldBeRefused(404, "NOT_FOUND");
    }

    [Fact]
    public async Task A_thread_for_one_person_takes_no_participants()
    {
        var path = await CreateAsync("single");

        (await PostAsync(path, "ada")).ShouldBeRefused(422, "THREAD_IS_SINGLE");
        (await backend.SendAsync("GET", path)).Body.Should().Be("[]");
    }

    [Theory]
    [InlineData("POST", "{}")]
    [InlineData("POST", """{"userId":" "}""")]
    [InlineData("DELETE", """{"userId":7}""")]
    public async Task A_participant_has_an_id(string method, string body)
    {
        var path = await CreateAsync("multiplayer");

        (await backend.SendAsync(method, path, body)).ShouldBeRefused(400, "INVALID_USER_ID");
    }

    private async Task<string> CreateAsync(string kind) => $"/api/threads/{await backend.CreateThreadAsync($",\"kind\":\"{kind}\"")}/participants";

    private Task<HttpAnswer> PostAsync(string path, string user) => backend.SendAsync("POST", path, $$"""{"userId":"{{user}}"}""");

    private Task<HttpAnswer> DeleteAsync(string path, string user) => backend.SendAsync("DELETE", path, $$"""{"userId":"{{user}}"}""");
}
