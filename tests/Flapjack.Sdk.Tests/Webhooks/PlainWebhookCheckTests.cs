namespace Flapjack.Sdk.Tests.Webhooks;

/// <summary><see cref="WebhookSignature.Check"/> where the sender sends <c>X-Flapjack-Signature</c> alone, as the service documents it.</summary>
public class PlainWebhookCheckTests
{
    private const string Secret = "whsec_test";

    private const string Signature = "53cac67b0c4611ca77931ac038bc2562c9c6ef8f96bf627dfd1dd6f1db9dd848";

    private static readonly byte[] Body =
        """{"event":"bootstrap.succeeded","agentId":"11111111-1111-4111-8111-111111111111","orgId":"22222222-2222-4222-8222-222222222222","externalAppId":"app_abc123","sandboxId":"heyo-abc","bootstrapRunId":"33333333-3333-4333-8333-333333333333","exitCode":0,"occurredAt":"2026-04-13T18:54:12.345Z"}"""u8.ToArray();

    [Fact]
    public void The_contracts_vector_is_valid()
    {
        Check(Signature, Secret).Should().Be(WebhookCheckResult.Valid);
    }

    [Fact]
    public void Upper_case_is_valid()
    {
        Check(Signature.ToUpperInvariant(), Secret).Should().Be(WebhookCheckResult.Valid);
    }

    // Those of RFC 4231 whose key is text, as our secrets are: 20 times 0x0b, "Jefe", 0x01 to 0x19.
    [Theory]
    [InlineData("\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b", "4869205468657265", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")]
    [InlineData("Jefe", "7768617420646f2079612077616e7420666f72206e6f7468696e673f", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")]
    [InlineData("\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000a\u000b\u000c\u000d\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019", "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd", "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b")]
    public void The_test_cases_of_rfc_4231_whose_key_is_text_are_valid(string key, string data, string hmac)
    {
        WebhookSignature.Check(Convert.FromHexString(data), new() { Signature = hmac }, [key]).Should().Be(WebhookCheckResult.Valid);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_any_signature_the_header_is_missing(string? signature)
    {
        Check(signature, Secret).Should().Be(WebhookCheckResult.MissingHeader);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("sha256=" + Signature)]
    [InlineData(Signature + " ")]
    [InlineData(Signature + "," + Signature)]
    [InlineData("g3cac67b0c4611ca77931ac038bc2562c9c6ef8f96bf627dfd1dd6f1db9dd848")]
    [InlineData("53cac67b0c4611ca77931ac038bc2562c9c6ef8f96bf627dfd1dd6f1db9dd8480")]
    public void What_is_no_signature_is_malformed(string signature)
    {
        Check(signature, Secret).Should().Be(WebhookCheckResult.Malformed);
    }

    [Fact]
    public void A_signature_that_differs_in_any_byte_is_a_mismatch()
    {
        for (var index = 0; index < Signature.Length / 2; index++)
        {
            var altered = Convert.FromHexString(Signature);
            altered[index] ^= 0x80;

            Check(Convert.ToHexStringLower(altered), Secret).Should().Be(WebhookCheckResult.Mismatch, $"byte {index} differs");
        }
    }

    [Fact]
    public void A_body_that_differs_in_any_byte_is_a_mismatch()
    {
        for (var index = 0; index < Body.Length; index++)
        {
            var altered = (byte[])Body.Clone();
            altered[index] ^= 1;

            WebhookSignature.Check(altered, new() { Signature = Signature }, [Secret]).Should().Be(WebhookCheckResult.Mismatch, $"byte {index} differs");
        }
    }

    [Fact]
    public void An_empty_body_is_held_against_its_signature_too()
    {
        WebhookSignature.Check([], new() { Signature = WebhookSignature.Compute([], Secret) }, [Secret]).Should().Be(WebhookCheckResult.Valid);
        WebhookSignature.Check([], new() { Signature = Signature }, [Secret]).Should().Be(WebhookCheckResult.Mismatch);
    }

    [Fact]
    public void While_the_secret_is_rotated_either_may_have_signed()
    {
        Check(Signature, "whsec_next", Secret).Should().Be(WebhookCheckResult.Valid);
        Check(Signature, Secret, "whsec_next").Should().Be(WebhookCheckResult.Valid);
        Check(WebhookSignature.Compute(Body, "whsec_next"), Secret, "whsec_next").Should().Be(WebhookCheckResult.Valid);
    }

    [Fact]
    public void After_the_rotation_the_old_secret_signs_nothing_any_more()
    {
        Check(Signature, "whsec_next").Should().Be(WebhookCheckResult.Mismatch);
        Check(Signature, "whsec_next", "whsec_other").Should().Be(WebhookCheckResult.Mismatch);
    }

    [Theory]
    [InlineData("whsec_tesT")]
    [InlineData("test")]
    [InlineData(" whsec_test")]
    [InlineData("whsec_test\n")]
    public void A_secret_that_is_only_like_it_is_a_mismatch(string secret)
    {
        Check(Signature, secret).Should().Be(WebhookCheckResult.Mismatch);
    }

    public static TheoryData<string?[]> MissingSecrets => [[], [""], [null], [Secret, ""], ["", Secret], [Secret, null]];

    [Theory]
    [MemberData(nameof(MissingSecrets))]
    public async Task A_secret_that_is_missing_is_a_mistake_of_the_configuration_and_never_a_valid_webhook(string?[] configured)
    {
        WebhookHeaders[] requests = [new() { Signature = Signature }, new(), new() { Signature = WebhookSignature.Compute(Body, Secret), Id = "m1" }];
        foreach (var headers in requests)
        {
            var check = () => WebhookSignature.Check(Body, headers, configured!);
            var checkOnce = () => WebhookSignature.CheckAsync(Body, headers, configured!, new InMemoryWebhookDeduplicator()).AsTask();

            check.Should().Throw<ArgumentException>().WithParameterName("secrets").WithMessage("*webhook secret*Configure it from the organization's settings*");
            await checkOnce.Should().ThrowAsync<ArgumentException>().WithParameterName("secrets");
        }
    }

    [Fact]
    public void The_complaint_about_a_missing_secret_does_not_show_the_other_one()
    {
        var check = () => WebhookSignature.Check(Body, new() { Signature = Signature }, ["whsec_Zm9yIG15IGV5ZXMgb25seQ==", ""]);

        check.Should().Throw<ArgumentException>().Which.ToString().Should().NotContain("Zm9yIG15IGV5ZXMgb25seQ");
    }

    [Fact]
    public void Headers_are_read_by_their_names_in_any_case()
    {
        var sent = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["x-FLAPJACK-signature"] = "s",
            ["Webhook-Id"] = "i",
            ["WEBHOOK-TIMESTAMP"] = "t",
            ["webhook-signature"] = "v1,x",
        };

        var headers = WebhookHeaders.Read(sent.GetValueOrDefault);

        headers.Should().Be(new WebhookHeaders { Signature = "s", Id = "i", Timestamp = "t", StandardSignature = "v1,x" });
    }

    private static WebhookCheckResult Check(string? signature, params string[] secrets) =>
        WebhookSignature.Check(Body, new() { Signature = signature }, secrets);
}
