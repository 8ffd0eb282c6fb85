using System.Net;
using Flapjack.ReferenceBackend.Chat.Models;

namespace Flapjack.ReferenceBackend.Tests.Chat.Models;

/// <summary>What is told of a model that fails, and when another model may answer in its place.</summary>
public sealed class ModelFailureTests
{
    private const string Secret = "sk-proj-0123456789";

    public static TheoryData<Exception, string> Failures => new()
    {
        { new HttpRequestException(Secret, null, HttpStatusCode.Unauthorized), "did not accept the key" },
        { new HttpRequestException(Secret, null, HttpStatusCode.BadRequest), "malformed (HTTP status 400)" },
        { new HttpRequestException(Secret, null, HttpStatusCode.Forbidden), "does not allow" },
        { new HttpRequestException(Secret, null, HttpStatusCode.NotFound), "does not know the model" },
        { new HttpRequestException(Secret, null, HttpStatusCode.TooManyRequests), "fewer requests" },
        { new HttpRequestException(Secret, null, HttpStatusCode.ServiceUnavailable), "failed (HTTP status 503)" },
        { new HttpRequestException(Secret, null, HttpStatusCode.PaymentRequired), "refused the request (HTTP status 402)" },
        { new HttpRequestException(Secret), "could not be reached" },
        { new InvalidOperationException(Secret, new IOException(Secret)), "connection to it broke" },
        { new TimeoutException(Secret), "in time" },
        { new TaskCanceledException(Secret), "in time" },
        { new ClientResultException(Secret, 404), "does not know the model" },
        { new ProviderException(Secret, HttpStatusCode.Forbidden), "does not allow" },
        { new AggregateException(Secret, new ClientResultException(Secret, 429)), "fewer requests" },
        { new InvalidOperationException(Secret), "threw InvalidOperationException" },
    };

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public void A_failure_is_explained_without_the_words_of_its_exception(Exception failure, string explanation)
    {
        var told = ModelFailure.Of(failure);

        told.Code.Should().Be("MODEL_FAILED");
        told.Message.Should().Contain(explanation);
        told.ToString().Should().NotContain(Secret);
    }

    [Fact]
    public void A_failure_with_a_code_of_its_own_is_told_in_its_own_words()
    {
        var told = ModelFailure.Of(new ChatModelException("NO_CREDIT", "Your budget is used up.", 402));

        (told.Code, told.Message, told.Status).Should().Be(("NO_CREDIT", "Your budget is used up.", 402));
    }

    [Theory]
    [InlineData(400, true)]
    [InlineData(403, true)]
    [InlineData(404, true)]
    [InlineData(401, false)]
    [InlineData(429, false)]
    [InlineData(500, false)]
    public void Another_model_may_answer_after_400_403_and_404(int status, bool mayAnswer)
    {
        ModelFailure.LetsAnotherModelAnswer(new ChatModelException("X", "x", status)).Should().Be(mayAnswer);
        ModelFailure.LetsAnotherModelAnswer(new HttpRequestException("x", null, (HttpStatusCode)status)).Should().Be(mayAnswer);
        ModelFailure.LetsAnotherModelAnswer(new ClientResultException("x", status)).Should().Be(mayAnswer);
        ModelFailure.LetsAnotherModelAnswer(new ProviderException("x", (HttpStatusCode)status)).Should().Be(mayAnswer);
        ModelFailure.LetsAnotherModelAnswer(new InvalidOperationException("x", new ClientResultException("x", status))).Should().Be(mayAnswer);
    }

    [Fact]
    public void No_other_model_answers_after_a_failure_without_a_status()
    {
        ModelFailure.LetsAnotherModelAnswer(new HttpRequestException("x")).Should().BeFalse();
        ModelFailure.LetsAnotherModelAnswer(new ChatModelException("X", "x")).Should().BeFalse();
        ModelFailure.LetsAnotherModelAnswer(new ClientResultException("x", 0)).Should().BeFalse();
        ModelFailure.LetsAnotherModelAnswer(new MisleadingException()).Should().BeFalse();
    }

    // As System.ClientModel has it.
    private sealed class ClientResultException(string message, int status) : Exception(message)
    {
        public int Status => status;
    }

    private sealed class ProviderException(string message, HttpStatusCode? status) : Exception(message)
    {
        public HttpStatusCode? StatusCode => status;
    }

    private sealed class MisleadingException : Exception
    {
        public string Status { get; } = "404";

        public int StatusCode => throw new NotSupportedException();
    }
}
