using Shared.Wire.Http;

namespace Flapjack.Sdk.Tests.Http;

public sealed class WirePathTests
{
    [Fact]
    public void A_path_without_values_is_sent_as_it_stands() => Text($"/api/projects").Should().Be("/api/projects");

    [Theory]
    [InlineData("p1", "/api/projects/p1/members")]
    [InlineData("a/b", "/api/projects/a%2Fb/members")]
    [InlineData("..", "/api/projects/%2E%2E/members")]
    [InlineData(".", "/api/projects/%2E/members")]
    [InlineData("...", "/api/projects/.../members")]
    [InlineData("%2e", "/api/projects/%252e/members")]
    [InlineData("?x=1#y", "/api/projects/%3Fx%3D1%23y/members")]
    [InlineData(" a", "/api/projects/%20a/members")]
    [InlineData("ü", "/api/projects/%C3%BC/members")]
    public void A_value_is_one_escaped_segment(string projectId, string path) => Text($"/api/projects/{projectId}/members").Should().Be(path);

    [Fact]
    public void A_null_names_the_callers_parameter()
    {
        static string PathOf(string projectId) => Text($"/api/projects/{projectId}");

        var make = () => PathOf(null!);

        make.Should().ThrowExactly<ArgumentNullException>().WithParameterName("projectId");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\t\n")]
    public void An_empty_value_names_the_callers_parameter(string todoId)
    {
        var make = () => Text($"/api/plans/p1/todos/{todoId}");

        make.Should().ThrowExactly<ArgumentException>().WithParameterName(nameof(todoId));
    }

    [Fact]
    public void Half_a_character_names_the_callers_parameter()
    {
        var runnerId = "r\uD83E";

        var make = () => Text($"/api/runners/{runnerId}");

        make.Should().ThrowExactly<ArgumentException>().WithParameterName("runnerId").WithMessage("runnerId holds half a character*at index 1*");
    }

    [Fact]
    public void A_path_goes_on_from_another_one()
    {
        var todoId = "t/1";
        WirePath todos = $"/api/plans/p1/todos";

        Text($"{todos}/{todoId}/deps").Should().Be("/api/plans/p1/todos/t%2F1/deps");
        todos.ToString().Should().Be("/api/plans/p1/todos");
    }

    [Fact]
    public void A_query_leaves_out_what_is_null() =>
        WirePath.Of($"/api/logs").Query("agent_id", null).Query("run_id", "r1").Query("cursor", null).ToString().Should().Be("/api/logs?run_id=r1");

    [Fact]
    public void A_query_without_any_value_is_none() => WirePath.Of($"/api/agents").Query("orgId", null).ToString().Should().Be("/api/agents");

    [Fact]
    public void The_values_of_a_query_are_escaped() =>
        WirePath.Of($"/api/skills/browse").Query("q", "a&b=c d").Query("cursor", "").ToString().Should().Be("/api/skills/browse?q=a%26b%3Dc%20d&cursor=");

    [Fact]
    public void A_query_does_not_change_the_path_that_it_was_added_to()
    {
        WirePath agents = $"/api/agents";

        agents.Query("orgId", "o1");

        agents.ToString().Should().Be("/api/agents");
    }

    [Fact]
    public void Half_a_character_in_a_query_names_the_callers_parameter()
    {
        var cursor = "\uDD5E";

        var make = () => WirePath.Of($"/api/logs").Query("cursor", cursor);

        make.Should().ThrowExactly<ArgumentException>().WithParameterName("cursor");
    }

    [Theory]
    [InlineData("tok-1", "/api/shares/tok-1/members?x=1")]
    [InlineData("a/b", "/api/shares/a%2Fb/members?x=1")]
    [InlineData("..", "/api/shares/%2E%2E/members?x=1")]
    public void A_secret_segment_is_sent_and_not_shown(string token, string sent)
    {
        var path = WirePath.Of($"{WirePath.Of($"/api/shares").Secret(token)}/members").Query("x", "1");

        path.ToString().Should().Be(sent);
        path.WithoutQuery.Should().Be("/api/shares/[hidden]/members");
        path.HasSecret.Should().BeTrue();
    }

    [Fact]
    public void An_empty_secret_segment_names_the_callers_parameter()
    {
        static WirePath PathOf(string shareToken) => WirePath.Of($"/api/shares").Secret(shareToken);

        var make = () => PathOf(" ");

        make.Should().Throw<ArgumentException>().WithParameterName("shareToken");
    }

    private static string Text(WirePath path) => path.ToString();
}
