package app.rollingpaper.common.http;

import app.rollingpaper.common.constraint.Constraints;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads a request's body into a record, bounded in size and checked by its constraints, and writes answers. */
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.WILDCARD)
final class JsonBody implements MessageBodyReader<Object>, MessageBodyWriter<Object> {
  private final ObjectMapper json;
  private final int maxBody;
  private final Validator validator = Constraints.validator();

  JsonBody(ObjectMapper json, int maxBody) {
    this.json = json;
    this.maxBody = maxBody;
  }

  private static boolean isJson(MediaType type) {
    return type.getSubtype().equals("json") || type.getSubtype().endsWith("+json");
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return isJson(mediaType);
  }

  @Override
  public Object readFrom(
      Class<Object> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    byte[] bytes = body.readNBytes(maxBody + 1);
    if (bytes.length > maxBody) {
      throw new Problem("too-large", 413, "The request is larger than this server takes.")
          .with("limit", maxBody)
          .exception();
    }
    Object value;
    try {
      value = json.readValue(utf8(bytes), json.constructType(genericType));
    } catch (UnrecognizedPropertyException unknown) {
      throw invalid(path(unknown), "is not known here");
    } catch (StreamConstraintsException excessive) {
      throw new Problem(
              "malformed-json", 400, "The JSON is nested too deeply or holds too long a value.")
          .exception();
    } catch (JsonMappingException wrong) {
      if (wrong.getCause() instanceof ProblemException problem) {
        throw problem;
      }
      throw invalid(path(wrong), "has a wrong type or value");
    } catch (JacksonException | CharacterCodingException malformed) {
      throw new Problem("malformed-json", 400, "The body is not valid JSON in UTF-8.").exception();
    }
    if (value == null) {
      throw new Problem("malformed-json", 400, "The body must be a JSON object.").exception();
    }
    List<Map<String, String>> errors =
        validator.validate(value).stream()
            .sorted(
                Comparator.comparing(
                    (ConstraintViolation<Object> violation) ->
                        violation.getPropertyPath().toString()))
            .map(violation -> error(violation.getPropertyPath().toString(), violation.getMessage()))
            .toList();
    if (!errors.isEmpty()) {
      throw invalid(errors);
    }
    return value;
  }

  /** JSON between systems is UTF-8 (RFC 8259 §8.1); Jackson alone would guess other encodings and mend broken ones. */
  private static String utf8(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static ProblemException invalid(String field, String message) {
    return invalid(List.of(error(field, message)));
  }

  private static ProblemException invalid(List<Map<String, String>> errors) {
    return new Problem("invalid", 400, "Some fields are not right.")
        .with("errors", errors)
        .exception();
  }

  private static Map<String, String> error(String field, String message) {
    return Map.of("field", field, "message", message);
  }

  /** The field as the client wrote it; Jackson's own message would name our classes. */
  private static String path(JsonMappingException exception) {
    return exception.getPath().stream()
        .map(
            step ->
                step.getFieldName() == null
                    ? Integer.toString(step.getIndex())
                    : step.getFieldName())
        .collect(Collectors.joining("."));
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return isJson(mediaType) || mediaType.isWildcardType();
  }

  @Override
  public void writeTo(
      Object value,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream body)
      throws IOException {
    body.write(json.writeValueAsBytes(value));
  }
}
