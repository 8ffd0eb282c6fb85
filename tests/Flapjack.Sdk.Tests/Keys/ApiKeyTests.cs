using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Keys;

public sealed class ApiKeyTests : WireTest
{
    private const string All = "/api/keys";
    private const string One = "/api/keys/k1";

    [Fact]
    public async Task Keys_are_listed_with_all_of_their_fields()
    {
        Wire.Answers(All, """
            [{"id":"k1","prefix":"fj_live_a3b2...","name":"CI","last_used_at":"2026-05-02T11:00:00Z","created_at":"2026-05-01T10:00:00Z","scopes":["a"]},
            {"id":"k2","last_used_at":null},{}]
            """);

        var keys = await Client.ListApiKeysAsync().Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", All));
        (keys[0].Id, keys[0].Prefix, keys[0].Name).Should().Be(("k1", "fj_live_a3b2...", "CI"));
        keys[0].LastUsedAt.Should().Be(new DateTimeOffset(2026, 5, 2, 11, 0, 0, TimeSpan.Zero));
        keys[0].CreatedAt.Should().Be(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));
        keys[0].AdditionalProperties!["scopes"][0].GetString().Should().Be("a");
        keys.Skip(1).Select(key => (key.Id, key.Prefix, key.Name, key.LastUsedAt, key.CreatedAt)).Should().Equal(
            ("k2", null, null, null, null), ("", null, null, null, null));
    }

    [Fact]
    public async Task An_odd_field_costs_that_field()
    {
        Wire.Answers(All, """[{"id":"k1","last_used_at":"never","name":"CI"}]""");

        var key = (await Client.ListApiKeysAsync().Soon()).Should().ContainSingle().Subject;

        (key.Id, key.Name, key.LastUsedAt).Should().Be(("k1", "CI", null));
        key.AdditionalProperties!["last_used_at"].GetString().Should().Be("never");
    }

    [Fact]
    public async Task A_key_is_created_and_shown_in_its_property_alone()
    {
        Wire.Answers(All, new Answer(201, """{"id":"k1","key":"fj_live_s3cret","prefix":"fj_live_abc1...","name":"CI","created_at":"2026-05-01T10:00:00Z","scopes":["fj_live_s3cret"]}"""));

        var key = await Client.CreateApiKeyAsync(new() { Name = "CI" }).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", All, """{"name":"CI"}"""));
        (key.Id, key.Key, key.Prefix, key.Name).Should().Be(("k1", "fj_live_s3cret", "fj_live_abc1...", "CI"));
        key.CreatedAt.Should().Be(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));
        key.AdditionalProperties.Should().ContainKey("scopes");
        key.ToString().Should().Contain("Id = k1, Key = [hidden], Prefix = fj_live_abc1..., Name = CI").And.NotContain("s3cret");
    }

    [Fact]
    public async Task A_created_key_may_say_nothing_of_itself()
    {
        Wire.Answers(All, new Answer(201, "{}"));

        var key = await Client.CreateApiKeyAsync(new() { Name = "CI" }).Soon();

        (key.Id, key.Key, key.Prefix, key.Name, key.CreatedAt).Should().Be(("", null, null, null, null));
    }

    [Theory]
    [InlineData(200, """{"ok":true}""")]
    [InlineData(204, "")]
    public async Task A_key_is_deleted(int status, string body)
    {
        Wire.Answers(One, new Answer(status, body));

        await Client.DeleteApiKeyAsync("k1").Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("DELETE", One, ""));
    }

    [Fact]
    public async Task An_API_key_may_not_ask_for_keys()
    {
        Wire.Answers(All, new Answer(403, """{"error":"FORBIDDEN","detail":"JWT required"}"""));
        Func<Task>[] calls = [() => Client.ListApiKeysAsync().Soon(), () => Client.CreateApiKeyAsync(new() { Name = "CI" }).Soon()];

        foreach (var call in calls)
        {
            (await call.Should().ThrowAsync<FlapjackPermissionException>()).Which.ErrorCode.Should().Be("FORBIDDEN");
        }
    }

    [Fact]
    public async Task A_key_without_a_name_is_refused()
    {
        Wire.Answers(All, new Answer(400, """{"error":"MISSING_NAME"}"""));

        var create = () => Client.CreateApiKeyAsync(new() { Name = "" }).Soon();

        (await create.Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be("MISSING_NAME");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void An_id_is_checked_at_the_call(string? id)
    {
        Action call = () => Client.DeleteApiKeyAsync(id!);

        call.Should().Throw<ArgumentException>().WithParameterName("keyId");
        Wire.Requests.Should().BeEmpty();
    }

    [Fact]
    public void A_request_is_checked_at_the_call()
    {
        Action empty = () => Client.CreateApiKeyAsync(null!);

        empty.Should().ThrowExactly<ArgumentNullException>().WithParameterName("request");
        Wire.Requests.Should().BeEmpty();
    }
}
