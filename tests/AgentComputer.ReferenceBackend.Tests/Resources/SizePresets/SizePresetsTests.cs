using System.Text.Json;
using AgentComputer.ReferenceBackend.Tests.Api;

namespace AgentComputer.ReferenceBackend.Tests.Resources.SizePresets;

public sealed class SizePresetsTests(TestBackend backend) : IClassFixture<TestBackend>
{
    [Fact]
    public async Task Anybody_reads_the_presets()
    {
        var answer = await TestBackend.SendAsync(backend.Anonymous, HttpMethod.Get, "/v1/computer-size-presets");

        JsonElement.DeepEquals(answer.Json, JsonElement.Parse(
            """
            {"presets":[{"id":"ram-2g","label":"2 GiB RAM, 5 GiB storage","memory_mib":2048,"storage_bytes":5368709120},
            {"id":"ram-4g","label":"4 GiB RAM, 10 GiB storage","memory_mib":4096,"storage_bytes":10737418240},
            {"id":"ram-8g","label":"8 GiB RAM, 25 GiB storage","memory_mib":8192,"storage_bytes":26843545600}]}
            """)).Should().BeTrue(answer.Body);
    }
}
