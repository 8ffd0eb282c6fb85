using System.Text.Json;
using AgentComputer.ReferenceBackend.Tests.Api;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Images;

public sealed class ImagesTests(TestBackend backend) : IClassFixture<TestBackend>
{
    [Fact]
    public async Task The_images_are_listed_and_each_is_read_by_its_id()
    {
        var images = (await backend.GetAsync("/v1/computer-images")).Of("images").EnumerateArray().ToList();

        images.Should().NotBeEmpty();
        foreach (var image in images)
        {
            image.EnumerateObject().Select(field => field.Name).Should().Equal("id", "display_name", "description", "status", "created_at");
            image.GetProperty("status").GetString().Should().Be("active");
            var one = await backend.GetAsync($"/v1/computer-images/{image.GetProperty("id").GetString()}");
            JsonElement.DeepEquals(one.Of("image"), image).Should().BeTrue(one.Body);
        }

        (await backend.GetAsync("/v1/computer-images/none")).ShouldBeRefused(404, "not_found", "'none'");
    }
}
