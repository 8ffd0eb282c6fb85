using System.Buffers;
using System.Text;

namespace Flapjack.Sdk.Tests.Webhooks;

public class WebhookSignatureTests
{
    private const string Secret = "whsec_test";

    private const string Signature = "53cac67b0c4611ca77931ac038bc2562c9c6ef8f96bf627dfd1dd6f1db9dd848";

    private static readonly byte[] Body =
        """{"event":"bootstrap.succeeded","agentId":"11111111-1111-4111-8111-111111111111","orgId":"22222222-2222-4222-8222-222222222222","externalAppId":"app_abc123","sandboxId":"heyo-abc","bootstrapRunId":"33333333-3333-4333-8333-333333333333","exitCode":0,"occurredAt":"2026-04-13T18:54:12.345Z"}"""u8.ToArray();

    [Fact]
    public void The_contracts_test_vector_is_computed()
    {
        WebhookSignature.Compute(Body, Secret).Should().Be(Signature);
    }

    [Fact]
    public void The_contracts_test_vector_verifies()
    {
        WebhookSignature.Verify(Body, Signature, Secret).Should().BeTrue();
    }

    [Fact]
    public void A_published_vector_of_another_sender_with_the_same_scheme_verifies()
    {
        const string signature = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

        WebhookSignature.Verify("Hello, World!"u8, signature, "It's a Secret to Everybody").Should().BeTrue();
    }

    [Fact]
    public void A_signature_in_upper_case_verifies()
    {
        WebhookSignature.Verify(Body, Signature.ToUpperInvariant(), Secret).Should().BeTrue();
    }

    [Fact]
    public void A_signature_in_mixed_case_verifies()
    {
        var mixed = Signature[..32].ToUpperInvariant() + Signature[32..];

        WebhookSignature.Verify(Body, mixed, Secret).Should().BeTrue();
    }

    [Fact]
    public void A_flipped_bit_in_any_byte_of_the_body_does_not_verify()
    {
        for (var index = 0; index < Body.Length; index++)
        {
            var altered = (byte[])Body.Clone();
            altered[index] ^= 1;

            WebhookSignature.Verify(altered, Signature, Secret).Should().BeFalse($"byte {index} differs");
        }
    }

    [Fact]
    public void A_flipped_bit_in_any_byte_of_the_signature_does_not_verify()
    {
        for (var index = 0; index < Signature.Length / 2; index++)
        {
            var altered = Convert.FromHexString(Signature);
            altered[index] ^= 1;

            WebhookSignature.Verify(Body, Convert.ToHexStringLower(altered), Secret).Should().BeFalse($"byte {index} differs");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("53cac67b0c4611ca77931ac038bc2562c9c6ef8f96bf627dfd1dd6f1db9dd84")]
    [InlineData("53cac67b0c4611ca77931ac038bc2562c9c6ef8f96bf627dfd1dd6f1db9dd8")]
    [InlineData("53cac67b0c4611ca77931ac038bc2562c9c6ef8f96bf627dfd1dd6f1db9dd8480")]
    [InlineData("53cac67b0c4611ca77931ac038bc2562c9c6ef8f96bf627dfd1dd6f1db9dd84800")]
    public void A_signature_of_the_wrong_length_does_not_verify(string? signature)
    {
        WebhookSignature.Verify(Body, signature, Secret).Should().BeFalse();
    }

    [Theory]
    [InlineData("g3cac67b0c4611ca77931ac038bc2562c9c6ef8f96bf627dfd1dd6f1db9dd848", "a letter beyond f")]
    [InlineData("53cac67b0c4611ca77931ac038bc2562c9c6ef8f96bf627dfd1dd6f1db9dd84:", "punctuation")]
    [InlineData("5３cac67b0c4611ca77931ac038bc2562c9c6ef8f96bf627dfd1dd6f1db9dd848", "a full-width digit")]
    [InlineData("\u01353cac67b0c4611ca77931ac038bc2562c9c6ef8f96bf627dfd1dd6f1db9dd848", "a character whose low byte is that of 5")]
    [InlineData("sha256=53cac67b0c4611ca77931ac038bc2562c9c6ef8f96bf627dfd1dd6f1d", "a prefix, at the right length")]
    public void A_signature_that_is_not_hexadecimal_does_not_verify(string signature, string because)
    {
        signature.Length.Should().Be(64);

        WebhookSignature.Verify(Body, signature, Secret).Should().BeFalse(because);
    }

    [Theory]
    [InlineData(" " + Signature)]
    [InlineData(Signature + " ")]
    [InlineData(Signature + "\n")]
    [InlineData("\t" + Signature)]
    [InlineData(" 3cac67b0c4611ca77931ac038bc2562c9c6ef8f96bf627dfd1dd6f1db9dd848")]
    [InlineData("sha256=" + Signature)]
    public void A_signature_with_anything_around_it_does_not_verify(string signature)
    {
        WebhookSignature.Verify(Body, signature, Secret).Should().BeFalse();
    }

    [Fact]
    public void Another_secret_does_not_verify()
    {
        WebhookSignature.Verify(Body, Signature, "whsec_tesT").Should().BeFalse();
    }

    [Fact]
    public void The_prefix_of_a_secret_is_part_of_the_key()
    {
        WebhookSignature.Verify(Body, Signature, "test").Should().BeFalse();
    }

    [Fact]
    public void An_empty_body_is_signed_too()
    {
        var signature = WebhookSignature.Compute([], Secret);

        WebhookSignature.Verify([], signature, Secret).Should().BeTrue();
        WebhookSignature.Verify(Body, signature, Secret).Should().BeFalse();
    }

    [Fact]
    public void A_missing_secret_is_a_mistake_of_the_caller()
    {
        var verifyEmpty = () => WebhookSignature.Verify(Body, Signature, "");
        var verifyNull = () => WebhookSignature.Verify(Body, Signature, null!);
        var computeEmpty = () => WebhookSignature.Compute(Body, "");
        var computeNull = () => WebhookSignature.Compute(Body, null!);

        verifyEmpty.Should().Throw<ArgumentException>().WithParameterName("secret");
        verifyNull.Should().Throw<ArgumentNullException>().WithParameterName("secret").WithMessage("The webhook secret is missing. Configure it*");
        computeEmpty.Should().Throw<ArgumentException>().WithParameterName("secret");
        computeNull.Should().Throw<ArgumentException>().WithParameterName("secret");
    }

    [Theory]
    [InlineData("whsec_")]
    [InlineData("WhSec_")]
    [InlineData(" whsec_\n")]
    [InlineData("whsec_ ")]
    [InlineData("whsec_==")]
    [InlineData("  ")]
    [InlineData("\r\n")]
    public void A_prefix_with_nothing_behind_it_is_no_secret(string nothing)
    {
        var headers = new WebhookHeaders { Signature = Signature };
        Action[] uses =
        [
            () => WebhookSignature.Verify(Body, Signature, nothing),
            () => WebhookSignature.Compute(Body, nothing),
            () => WebhookSignature.ComputeStandard(Body, "msg_1", DateTimeOffset.UnixEpoch, nothing),
            () => WebhookSignature.Check(Body, headers, [nothing]),
            () => WebhookSignature.Check(Body, headers, [Secret, nothing]),
        ];

        uses.Should().AllSatisfy(use => use.Should().Throw<ArgumentException>().WithMessage("*nothing stands behind its prefix 'whsec_'*"));
    }

    [Fact]
    public async Task Any_other_argument_that_is_missing_is_named()
    {
        var headers = new WebhookHeaders { Signature = Signature };
        var read = () => WebhookHeaders.Read(null!);
        var check = () => WebhookSignature.Check(Body, null!, [Secret]);
        var checkWithout = () => WebhookSignature.Check(Body, headers, null!);
        var checkOnce = () => WebhookSignature.CheckAsync(Body, headers, [Secret], null!).AsTask();
        var sign = () => WebhookSignature.ComputeStandard(Body, "", DateTimeOffset.UnixEpoch, "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX");

        read.Should().Throw<ArgumentNullException>().WithParameterName("valueOf");
        check.Should().Throw<ArgumentNullException>().WithParameterName("headers");
        checkWithout.Should().Throw<ArgumentNullException>().WithParameterName("secrets");
        await checkOnce.Should().ThrowAsync<ArgumentNullException>().WithParameterName("deduplicator");
        sign.Should().Throw<ArgumentException>().WithParameterName("id");
    }

    [Fact]
    public void A_missing_secret_is_reported_even_when_the_signature_is_missing_as_well()
    {
        var verify = () => WebhookSignature.Verify(Body, null, "");

        verify.Should().Throw<ArgumentException>().WithParameterName("secret");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(100_000)]
    [InlineData(10_000_000)] // more than any stack holds
    public void Secrets_of_any_length_sign_and_verify(int length)
    {
        var secret = new string('s', length);

        var signature = WebhookSignature.Compute(Body, secret);

        WebhookSignature.Verify(Body, signature, secret).Should().BeTrue();
        WebhookSignature.Verify(Body, signature, secret + "s").Should().BeFalse();
    }

    [Fact]
    public void A_long_secret_does_not_stay_behind_in_the_memory_that_held_it()
    {
        const int Length = 5_000;
        // The pool gives a thread first what the thread has returned last.
        var pooled = ArrayPool<byte>.Shared.Rent(Length);
        ArrayPool<byte>.Shared.Return(pooled);

        WebhookSignature.Compute(Body, new string('s', Length));

        var next = ArrayPool<byte>.Shared.Rent(Length);
        ArrayPool<byte>.Shared.Return(next);
        next.Should().BeSameAs(pooled, "it was given back");
        next.AsSpan(0, Length).IndexOfAnyExcept((byte)0).Should().Be(-1);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(200)]
    public void The_key_is_the_utf8_of_the_secret(int length)
    {
        var secret = new string('é', length);
        var expected = System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Body);

        WebhookSignature.Compute(Body, secret).Should().Be(Convert.ToHexStringLower(expected));
    }

    [Fact]
    public void What_is_computed_verifies()
    {
        var random = new Random(20260413);
        for (var round = 0; round < 200; round++)
        {
            var body = new byte[random.Next(0, 2_000)];
            random.NextBytes(body);
            var secret = new string((char)random.Next('!', '~'), random.Next(1, 400));

            WebhookSignature.Verify(body, WebhookSignature.Compute(body, secret), secret).Should().BeTrue();
        }
    }

    [Fact]
    public void Verifying_allocates_nothing()
    {
        VerifyOften();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var verified = VerifyOften();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        allocated.Should().Be(0);
        verified.Should().Be(1_000);
    }

    private static int VerifyOften()
    {
        var verified = 0;
        for (var round = 0; round < 1_000; round++)
        {
            verified += WebhookSignature.Verify(Body, Signature, Secret) ? 1 : 0;
            verified += WebhookSignature.Verify(Body, "not a signature", Secret) ? 1 : 0;
        }

        return verified;
    }
}
